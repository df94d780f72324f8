using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Domain.Events;
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

public sealed class CopyLinkDialogTests : ComponentContext, IAsyncLifetime
{
    private readonly InProcessChangeBus _bus = new();
    private ReconnectHost _host = null!;
    private IRenderedComponent<MudDialogProvider> _dialogs = null!;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        _host = await ReconnectHost.StartAsync();
        Operator.SetAuthorized("Mia Santos");
        Operator.SetClaims(
            new Claim(ClaimTypes.NameIdentifier, "mia"),
            new Claim(ClaimTypes.Role, nameof(Role.Support))
        );
        var room = _host.Services;
        Services.AddSingleton<IHttpContextAccessor>(new HttpContextAccessor());
        Services.AddSingleton<TimeProvider>(_host.Time);
        Services.AddScoped<CurrentOperator>();
        Services.AddScoped<AuditWriter>();
        Services.AddSingleton(room.GetRequiredService<Dashboard.Data.Events.EventLog>());
        Services.AddSingleton<Microsoft.EntityFrameworkCore.IDbContextFactory<Dashboard.Data.DashboardDbContext>>(
            _host.Database
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
        Services.AddSingleton<IChangeBus>(_bus);
        // It waits for what piles up in real milliseconds: the clock of the tests stands still.
        Services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<ConnectionFeed>(provider, TimeProvider.System)
        );
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Opening_the_dialog_makes_no_link_and_puts_the_keyboard_on_making_one()
    {
        await ShowAsync();

        var make = _dialogs.WaitForElement(".btn.primary");
        Assert.Equal("Make link", make.TextContent.Trim());
        await AssertHasKeyboardAsync(make);
        Assert.Contains("No link yet", _dialogs.Markup, StringComparison.Ordinal);
        Assert.Contains(
            "A link made now is valid until 27 Nov, 13:00, and only until",
            _dialogs.Markup,
            StringComparison.Ordinal
        );
        Assert.Empty(_dialogs.FindAll("input"));
        Assert.Empty(await _host.EventsAsync(EventTypes.LinkCreated));
    }

    [Fact]
    public async Task A_press_makes_the_link_and_says_what_to_do_with_it()
    {
        await MakeAsync();

        await AssertHasKeyboardAsync(_dialogs.Find(".copy-field [data-copy]"));
        Assert.Contains("Reconnect link for Zoë’s Questrade", _dialogs.Markup, StringComparison.Ordinal);
        var url = _dialogs.Find("input[readonly]").GetAttribute("value")!;
        Assert.StartsWith($"{ReconnectHost.Origin}/r/", url, StringComparison.Ordinal);
        Assert.Equal(url, _dialogs.Find(".copy-field [data-copy]").GetAttribute("data-copy"));
        Assert.Contains(
            "Valid until 27 Nov, 13:00, and only until",
            _dialogs.Markup,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Send it to Zoë. Do not open it yourself.",
            _dialogs.Markup,
            StringComparison.Ordinal
        );
        Assert.Equal("Mia Santos", Assert.Single(await _host.EventsAsync(EventTypes.LinkCreated)).Actor);
    }

    [Fact]
    public async Task The_QR_code_is_shown_on_demand()
    {
        await MakeAsync();
        Assert.Empty(_dialogs.FindAll(".qr"));

        Button("Show QR code").Click();

        Assert.NotEmpty(_dialogs.Find(".qr path").GetAttribute("d")!);
        Assert.Equal("QR code of the reconnect link", _dialogs.Find(".qr svg").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task For_the_phone_there_is_a_portal_link_that_counts_down()
    {
        await ShowAsync();
        _dialogs.WaitForElement(".open-now .btn");

        Button("Open-now link").Click();

        _dialogs.WaitForElement("input[aria-label='Portal link']");
        await AssertHasKeyboardAsync(_dialogs.Find(".open-now [data-copy]"));
        Assert.Contains("Send it by chat or SMS while you talk.", _dialogs.Markup, StringComparison.Ordinal);
        Assert.Equal(
            FakeSnapTrade.PortalUrl,
            _dialogs.Find("input[aria-label='Portal link']").GetAttribute("value")
        );
        Assert.Equal("5:00", _dialogs.Find("[role=timer]").TextContent);
        _dialogs.Find(".open-now-field").FocusIn();
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        _dialogs.WaitForAssertion(() =>
            Assert.Contains("The link has expired", _dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("portal-secret", _dialogs.Markup, StringComparison.Ordinal);
        await AssertHasKeyboardAsync(_dialogs.Find(".open-now .btn"));
    }

    [Fact]
    public async Task An_earlier_link_shows_how_far_it_came_and_is_revoked_after_a_question()
    {
        var earlier = await _host.MakeLinkAsync();
        await _host.Customer().StartAsync(earlier);
        await _host.Customer().ReturnAsync(earlier, "?status=ERROR&error_code=1023");
        await ShowAsync();
        _dialogs.WaitForElement(".earlier li");
        Assert.Contains(
            "Tried to reconnect with a different account (1023)",
            _dialogs.Find(".earlier li").TextContent,
            StringComparison.Ordinal
        );

        Button("Revoke").Click();
        Assert.Null((await _host.StoredLinkAsync(earlier.Id)).RevokedAt);
        Button("Yes, revoke it").Click();

        _dialogs.WaitForAssertion(() =>
            Assert.Contains("Revoked by Mia Santos", _dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.NotNull((await _host.StoredLinkAsync(earlier.Id)).RevokedAt);
    }

    [Fact]
    public async Task After_revoking_the_keyboard_goes_to_the_next_link_and_then_to_the_heading()
    {
        await _host.MakeLinkAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await _host.MakeLinkAsync();
        await ShowAsync();
        _dialogs.WaitForElement(".earlier li");
        var (next, heading) = (Reference(Buttons("Revoke")[1]), Reference(_dialogs.Find(".earlier summary")));

        Button("Revoke").Click();
        Button("Keep it").Click();
        await AssertHasKeyboardAsync(Button("Revoke"));
        Button("Revoke").Click();
        Button("Yes, revoke it").Click();
        _dialogs.WaitForAssertion(() => Assert.Single(Buttons("Revoke")));
        Assert.Equal(next, (await FocusedAsync())[^1]);
        Button("Revoke").Click();
        Button("Yes, revoke it").Click();

        _dialogs.WaitForAssertion(() => Assert.Empty(Buttons("Revoke")));
        Assert.Equal(heading, (await FocusedAsync())[^1]);
    }

    [Theory]
    [InlineData(EventTypes.ConnectionFixed, "Repaired just now, no link needed.")]
    [InlineData(EventTypes.ConnectionDeleted, "This connection was deleted and can't be repaired.")]
    public async Task What_ends_the_link_takes_it_out_of_the_open_dialog(string type, string words)
    {
        await MakeAsync();
        await Services.GetRequiredService<ConnectionFeed>().StartAsync(TestContext.Current.CancellationToken);

        await _host.HappensAsync(type);
        await _bus.PublishAsync([.. _host.Database.Changes.All]);

        _dialogs.WaitForAssertion(() =>
            Assert.Contains(words, _dialogs.Find(".copy-link-news").TextContent, StringComparison.Ordinal)
        );
        await AssertHasKeyboardAsync(_dialogs.Find(".copy-link-news"));
        Assert.Empty(_dialogs.FindAll("input"));
        Assert.Empty(_dialogs.FindAll(".open-now"));
    }

    [Fact]
    public async Task A_repair_between_opening_and_pressing_makes_no_link()
    {
        await ShowAsync();
        _dialogs.WaitForElement(".btn.primary");
        await _host.HappensAsync(EventTypes.ConnectionFixed);

        Button("Make link").Click();

        _dialogs.WaitForAssertion(() =>
            Assert.Contains("Repaired just now", _dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.Empty(await _host.EventsAsync(EventTypes.LinkCreated));
    }

    [Fact]
    public async Task The_cross_closes_the_dialog_and_a_press_beside_it_does_not()
    {
        await MakeAsync();
        var moves = (await FocusedAsync()).Count;

        _dialogs.Find(".mud-overlay").Click();
        Assert.True((await FocusedAsync()).Count > moves);
        Assert.NotEmpty(_dialogs.FindAll("input[readonly]"));
        _dialogs.Find(".mud-focus-trap [aria-label=Close]").Click();

        _dialogs.WaitForAssertion(() => Assert.Empty(_dialogs.FindAll("[role=dialog]")));
    }

    [Theory]
    [InlineData(Role.Support, false)]
    [InlineData(Role.Admin, true)]
    public async Task Without_a_secret_everybody_is_told_whom_to_ask_and_admins_the_request(
        Role role,
        bool isToldRequest
    )
    {
        SignInAs(role);
        await _host.Database.EventsAsync(Some.Broken(0, "c2", "user-2"));

        await ShowAsync("c2");

        _dialogs.WaitForAssertion(() =>
            Assert.Contains(
                "Your developers must send this customer’s secret first.",
                _dialogs.Markup,
                StringComparison.Ordinal
            )
        );
        Assert.Equal(
            isToldRequest,
            _dialogs.Markup.Contains("PUT /api/v1/users/user-2", StringComparison.Ordinal)
        );
        Assert.Empty(_dialogs.FindAll("input"));
        Assert.Empty(_dialogs.FindAll(".btn.primary"));
    }

    [Fact]
    public async Task Who_may_not_make_links_is_told_so()
    {
        SignInAs(Role.Manager);
        await ShowAsync();
        _dialogs.WaitForAssertion(() =>
            Assert.Contains("Your role may not make links", _dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.Contains(
            "Ask an admin for the role Support or Admin.",
            _dialogs.Markup,
            StringComparison.Ordinal
        );
        Assert.Empty(await _host.EventsAsync(EventTypes.LinkCreated));
    }

    private void SignInAs(Role role) =>
        Operator.SetClaims(
            new Claim(ClaimTypes.NameIdentifier, "jon"),
            new Claim(ClaimTypes.Role, role.ToString())
        );

    private async Task MakeAsync()
    {
        await ShowAsync();
        _dialogs.WaitForElement(".btn.primary");
        Button("Make link").Click();
        _dialogs.WaitForElement("input[readonly]");
    }

    [Fact]
    public async Task Who_sends_a_customer_to_a_brokerage_in_trouble_is_told()
    {
        await _host.ChangeAsync(db => db.Brokerages.Single().InMaintenance = true);
        await ShowAsync();
        _dialogs.WaitForAssertion(() =>
            Assert.Contains(
                "is in maintenance",
                _dialogs.Find(".notice").TextContent,
                StringComparison.Ordinal
            )
        );
        await _host.ChangeAsync(db =>
            db.Add(
                new Dashboard.Domain.Incidents.Incident
                {
                    Id = "i1",
                    BrokerageId = "questrade-id",
                    StartedAt = _host.Time.GetUtcNow(),
                    DetectedAt = _host.Time.GetUtcNow(),
                }
            )
        );
        using var scope = _host.As(Role.Support);
        var links = scope.ServiceProvider.GetRequiredService<ReconnectLinkService>();
        var prospect = await links.DescribeAsync(
            ReconnectHost.Connection,
            TestContext.Current.CancellationToken
        );
        Assert.Contains("not the customer", prospect.Trouble, StringComparison.Ordinal);
    }

    private async Task ShowAsync(string connectionId = ReconnectHost.Connection)
    {
        _dialogs = RenderDialogs();
        var actions = Services.GetRequiredService<IReconnectActions>();
        await _dialogs.InvokeAsync(() =>
        {
            _ = actions.ShowCopyLinkAsync(connectionId);
        });
    }

    private IElement Button(string name) => Buttons(name)[0];

    private List<IElement> Buttons(string name) =>
        [.. _dialogs.FindAll("button").Where(b => b.TextContent.Trim() == name)];

    /// <summary>What got the keyboard, in the order of time.</summary>
    private async Task<List<string>> FocusedAsync()
    {
        // The keyboard moves after what is rendered can be seen: wait for the end of the current turn.
        await _dialogs.InvokeAsync(() => { });
        return
        [
            .. JSInterop
                .Invocations["Blazor._internal.domWrapper.focus"]
                .Select(i => ((ElementReference)i.Arguments[0]!).Id),
        ];
    }

    // An element has it only until it is rendered again.
    private static string Reference(IElement element) => element.GetAttribute("blazor:elementReference")!;

    private async Task AssertHasKeyboardAsync(IElement element) =>
        Assert.Equal(Reference(element), (await FocusedAsync())[^1]);
}
