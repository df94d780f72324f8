using Dashboard.Components.Navigation;
using Dashboard.Components.Palette;
using Dashboard.Components.Screens;
using Dashboard.Components.Time;
using Dashboard.Domain;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;

namespace Dashboard.Components;

/// <summary>The room's services and endpoints.</summary>
public static class ComponentsSetup
{
    /// <summary>Adds Blazor, MudBlazor and the services of the frame and the parts.</summary>
    public static IHostApplicationBuilder AddComponents(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(server => server.AddServerHeader = false);
        builder
            .Services.AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = InputLimits.MessageBytes);
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.ShowTransitionDuration = 150;
            mud.PopoverOptions.Duration = TimeSpan.Zero;
            mud.PopoverOptions.OverflowPadding = 8;
            // Every circuit looks this often for closed popovers that the script may forget: half a second by default, which
            // 200 idle screens feel.
            mud.PopoverOptions.QueueDelay = TimeSpan.FromSeconds(30);
            // The actions of a page are at its top and right.
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft;
        });
        builder.Services.AddSingleton<ThemeStyles>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddScoped<INavigationCatalog, NavigationCatalog>();
        builder.Services.TryAddSingleton<PublicOrigin>();
        builder.Services.AddScoped<BrowserTimeProvider>();
        builder.Services.AddScoped<ReaderCulture>();
        builder.Services.AddScoped<Ticker>();
        builder.Services.AddScoped<WindowVisibility>();
        builder.Services.AddSingleton<ScreenReads>();
        builder.Services.AddSingleton<ScreenRenders>();
        builder.Services.AddScoped<ScreenBatch>();
        builder.Services.AddPalette();
        return builder;
    }

    /// <summary>
    /// Shows error pages for errors and unknown addresses in a browser; requests under
    /// <c>/api</c>, <c>/webhooks</c> and the like keep their plain status. Must be first in the pipeline.
    /// </summary>
    public static WebApplication UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/error",
                CreateScopeForErrors = true,
                StatusCodeSelector = StatusOf,
            }
        );
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(KeepBareStatusForMachines);
        return app;
    }

    /// <summary>Maps static files and every page.</summary>
    public static WebApplication MapComponents(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet(
                "/theme.css",
                async (ThemeStyles styles, HttpContext context) =>
                {
                    context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                    return Results.Text(await styles.ReadAsync(context.RequestAborted), "text/css");
                }
            )
            .AllowAnonymous();
        // Blazor's own frame policy would replace our whole policy.
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }

    // A body that is too large or incomplete is the caller's error, and a full disk is temporary.
    private static int StatusOf(Exception exception) =>
        exception switch
        {
            Microsoft.AspNetCore.Http.BadHttpRequestException bad => bad.StatusCode,
            // Antiforgery reads the form first, and throws its own exception when the form can't be read.
            AntiforgeryValidationException => StatusCodes.Status400BadRequest,
            _ when Failures.IsOfClient(exception) => StatusCodes.Status400BadRequest,
            _ when Failures.IsTemporary(exception) => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };

    private static async Task KeepBareStatusForMachines(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var missingPage =
            context.Response.StatusCode == StatusCodes.Status404NotFound && IsForPeople(context);
        if (!missingPage && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            pages.Enabled = false;
    }

    private static bool IsForPeople(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/api");
}
