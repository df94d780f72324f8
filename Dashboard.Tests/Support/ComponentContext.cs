using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using Dashboard.Components;
using Dashboard.Components.Navigation;
using Dashboard.Components.Palette;
using Dashboard.Components.Screens;
using Dashboard.Components.Time;
using Dashboard.Mail;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Server.ProtectedBrowserStorage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;
using IComponent = Microsoft.AspNetCore.Components.IComponent;

namespace Dashboard.Tests.Support;

/// <summary>
/// The base of component tests: MudBlazor, a clock stopped at <see cref="Now"/>, a browser that
/// answers nothing, British words whatever the machine speaks, and a signed-out person until told otherwise.
/// </summary>
public abstract class ComponentContext : BunitContext, IAsyncLifetime
{
    private IRenderedComponent<MudPopoverProvider>? _popovers;

    /// <summary>Sunday 22 November 2026, 14:02:11 UTC.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 2, 11, TimeSpan.Zero);

    protected ComponentContext()
    {
        DefaultWaitTimeout = TimeSpan.FromSeconds(10);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-GB");
        JSInterop.Mode = JSRuntimeMode.Loose;
        // Most tests don't open a menu, and have no provider.
        Services.AddMudServices(mud => mud.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddScoped<BrowserTimeProvider>();
        Services.AddScoped<ReaderCulture>();
        Services.AddScoped<Ticker>();
        Services.AddScoped<WindowVisibility>();
        Services.AddSingleton<ScreenReads>();
        Services.AddSingleton<ScreenRenders>();
        Services.AddScoped<ScreenBatch>();
        Services.AddScoped<PaletteSearch>();
        Services.AddOptions<DashboardOptions>();
        var options = Options.Create(new DashboardOptions { PublicUrl = "https://dashboard.example.com" });
        Services.AddSingleton(new PublicOrigin(options, server: null!));
        Services.AddSingleton<IMailSender>(Mail);
        Services.AddScoped<INavigationCatalog, NavigationCatalog>();
        Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        Services.AddScoped<ProtectedSessionStorage>();
        Operator = this.AddAuthorization();
    }

    /// <summary>The clock everything under test reads.</summary>
    protected FakeTimeProvider Clock { get; } = new(Now);

    /// <summary>The current operator: <c>Operator.SetAuthorized("Mia Santos")</c>, <c>SetRoles</c>, <c>SetPolicies</c>.</summary>
    protected BunitAuthorizationContext Operator { get; }

    /// <summary>The mail server, unless a test registers its own.</summary>
    private protected SilentMail Mail { get; } = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Where open menus, lists of selects and calendars are.</summary>
    protected IRenderedComponent<MudPopoverProvider> Popovers => _popovers ??= Render<MudPopoverProvider>();

    /// <summary>Opens a menu.</summary>
    /// <param name="page">What the button is on.</param>
    /// <param name="button">The words of the button, or its accessible name.</param>
    /// <param name="nth">Which of several such buttons, from 0.</param>
    protected async Task<IElement> OpenMenuAsync(
        IRenderedComponent<IComponent> page,
        string button,
        int nth = 0
    )
    {
        var opened = Popovers.FindAll("[role=menu]").Count;
        await page.FindAll("button[aria-haspopup=menu]")
            .Where(b => b.TextContent.Trim() == button || b.GetAttribute("aria-label") == button)
            .ElementAt(nth)
            .ClickAsync(new());
        return Popovers.WaitForElements("[role=menu]", opened + 1)[^1];
    }

    /// <summary>Opens a menu and presses an item.</summary>
    /// <param name="page">What the button is on.</param>
    /// <param name="button">The words of the button, or its accessible name.</param>
    /// <param name="item">How the words of the item begin.</param>
    /// <param name="nth">Which of several such buttons, from 0.</param>
    /// <returns>Ends with the action: when its dialog is closed.</returns>
    protected async Task ChooseAsync(
        IRenderedComponent<IComponent> page,
        string button,
        string item,
        int nth = 0
    )
    {
        var menu = await OpenMenuAsync(page, button, nth);
        await menu.QuerySelectorAll("[role=menuitem]")
            .Single(i => i.TextContent.Trim().StartsWith(item, StringComparison.Ordinal))
            .ClickAsync(new());
    }

    /// <summary>Chooses a value in a select.</summary>
    /// <param name="page">What the select is on.</param>
    /// <param name="words">The words of the value.</param>
    /// <param name="nth">Which select, from 0.</param>
    protected async Task SelectAsync(IRenderedComponent<IComponent> page, string words, int nth = 0)
    {
        var popovers = Popovers;
        await page.FindAll(".mud-select .mud-input-control")[nth].MouseDownAsync(new());
        await popovers
            .WaitForElements("[role=option]")
            .Single(option => option.TextContent.Trim() == words)
            .ClickAsync(new());
    }

    /// <summary>Where dialogs of <see cref="IDialogService"/> appear.</summary>
    protected IRenderedComponent<MudDialogProvider> RenderDialogs()
    {
        _ = Popovers;
        return Render<MudDialogProvider>();
    }

    /// <summary>A fragment that is only text, for parameters that take markup.</summary>
    protected static RenderFragment Words(string words) => builder => builder.AddContent(0, words);
}
