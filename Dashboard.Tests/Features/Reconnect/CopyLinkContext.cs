using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Reconnect;
using Dashboard.Features.Reconnect.CopyLink;
using Dashboard.Live;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Dashboard.Tests.Features.Reconnect;

/// <summary>The dialog for reconnect links over a real host of the customer's pages.</summary>
public abstract class CopyLinkContext : ComponentContext, IAsyncLifetime
{
    private protected InProcessChangeBus Bus { get; } = new();

    private protected ReconnectHost Host { get; private set; } = null!;

    protected IRenderedComponent<MudDialogProvider> Dialogs { get; private set; } = null!;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        Host = await ReconnectHost.StartAsync();
        Operator.SetAuthorized("Mia Santos");
        Operator.SetClaims(
            new Claim(ClaimTypes.NameIdentifier, "mia"),
            new Claim(ClaimTypes.Role, nameof(Role.Support))
        );
        var room = Host.Services;
        Services.AddSingleton<IHttpContextAccessor>(new HttpContextAccessor());
        Services.AddSingleton<TimeProvider>(Host.Time);
        Services.AddScoped<CurrentOperator>();
        Services.AddScoped<AuditWriter>();
        Services.AddSingleton(room.GetRequiredService<Dashboard.Data.Events.EventLog>());
        Services.AddSingleton<Microsoft.EntityFrameworkCore.IDbContextFactory<Dashboard.Data.DashboardDbContext>>(
            Host.Database
        );
        Services.AddSingleton(room.GetRequiredService<LinkLookup>());
        Services.AddSingleton(room.GetRequiredService<PortalDoor>());
        Services.AddSingleton(room.GetRequiredService<PublicOrigin>());
        Services.AddSingleton(
            room.GetRequiredService<Microsoft.Extensions.Options.IOptions<ReconnectOptions>>()
        );
        Services.AddScoped<OperatorJournal>();
        Services.AddScoped<ReconnectLinkService>();
        Services.AddScoped<PortalLinkService>();
        Services.AddScoped<IReconnectActions, ReconnectDialogs>();
        Services.AddSignalR();
        Services.AddSingleton<IChangeBus>(Bus);
        // It waits for what piles up in real milliseconds: the clock of the tests stands still.
        Services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<ConnectionFeed>(provider, TimeProvider.System)
        );
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await Host.DisposeAsync();
    }

    protected void SignInAs(Role role) =>
        Operator.SetClaims(
            new Claim(ClaimTypes.NameIdentifier, "jon"),
            new Claim(ClaimTypes.Role, role.ToString())
        );

    protected async Task MakeAsync()
    {
        await ShowAsync();
        Dialogs.WaitForElement("input[readonly]");
    }

    protected async Task ShowAsync(string connectionId = ReconnectHost.Connection)
    {
        Dialogs = RenderDialogs();
        var actions = Services.GetRequiredService<IReconnectActions>();
        await Dialogs.InvokeAsync(() =>
        {
            _ = actions.ShowCopyLinkAsync(connectionId);
        });
    }

    protected IElement Button(string name) => Buttons(name)[0];

    protected List<IElement> Buttons(string name) =>
        [.. Dialogs.FindAll("button").Where(b => b.TextContent.Trim() == name)];

    /// <summary>What got the keyboard, in the order of time.</summary>
    protected async Task<List<string>> FocusedAsync()
    {
        // The keyboard moves after what is rendered can be seen: wait for the end of the current turn.
        await Dialogs.InvokeAsync(() => { });
        return
        [
            .. JSInterop
                .Invocations["Blazor._internal.domWrapper.focus"]
                .Select(i => ((ElementReference)i.Arguments[0]!).Id),
        ];
    }

    // An element has it only until it is rendered again.
    protected static string Reference(IElement element) => element.GetAttribute("blazor:elementReference")!;

    protected async Task AssertHasKeyboardAsync(IElement element) =>
        Assert.Equal(Reference(element), (await FocusedAsync())[^1]);
}
