using System.Globalization;
using Bunit;
using Bunit.TestDoubles;
using Dashboard.Components;
using Dashboard.Components.Navigation;
using Dashboard.Components.Palette;
using Dashboard.Components.Screens;
using Dashboard.Components.Time;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Server.ProtectedBrowserStorage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace Dashboard.Tests.Support;

/// <summary>
/// The base of component tests: MudBlazor, a clock stopped at <see cref="Now"/>, a browser that
/// answers nothing, British words whatever the machine speaks, and a signed-out person until told otherwise.
/// </summary>
public abstract class ComponentContext : BunitContext, IAsyncLifetime
{
    /// <summary>Sunday 22 November 2026, 14:02:11 UTC.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 2, 11, TimeSpan.Zero);

    protected ComponentContext()
    {
        DefaultWaitTimeout = TimeSpan.FromSeconds(10);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-GB");
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddScoped<BrowserTimeProvider>();
        Services.AddScoped<Ticker>();
        Services.AddScoped<WindowVisibility>();
        Services.AddScoped<ScreenBatch>();
        Services.AddScoped<PaletteSearch>();
        Services.AddOptions<DashboardOptions>();
        var options = Options.Create(new DashboardOptions { PublicUrl = "https://dashboard.example.com" });
        Services.AddSingleton(new PublicOrigin(options, server: null!));
        Services.AddScoped<INavigationCatalog, NavigationCatalog>();
        Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        Services.AddScoped<ProtectedSessionStorage>();
        Operator = this.AddAuthorization();
    }

    /// <summary>The clock everything under test reads.</summary>
    protected FakeTimeProvider Clock { get; } = new(Now);

    /// <summary>The current operator: <c>Operator.SetAuthorized("Mia Santos")</c>, <c>SetRoles</c>, <c>SetPolicies</c>.</summary>
    protected BunitAuthorizationContext Operator { get; }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Menus, selects and tooltips of MudBlazor need this rendered before them.</summary>
    protected IRenderedComponent<MudPopoverProvider> RenderPopovers() => Render<MudPopoverProvider>();

    /// <summary>Where dialogs of <see cref="IDialogService"/> appear.</summary>
    protected IRenderedComponent<MudDialogProvider> RenderDialogs()
    {
        RenderPopovers();
        return Render<MudDialogProvider>();
    }

    /// <summary>A fragment that is only text, for parameters that take markup.</summary>
    protected static RenderFragment Words(string words) => builder => builder.AddContent(0, words);
}
