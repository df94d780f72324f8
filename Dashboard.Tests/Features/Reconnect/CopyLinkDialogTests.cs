using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Domain;
using Dashboard.Features.Reconnect;
using Dashboard.Features.Reconnect.CopyLink;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Dashboard.Tests.Features.Reconnect;

public sealed class CopyLinkDialogTests : ComponentContext, IAsyncLifetime
{
    private ReconnectHost host = null!;
    private IRenderedComponent<MudDialogProvider> dialogs = null!;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        host = await ReconnectHost.StartAsync();
        Operator.SetAuthorized("Mia Santos");
        Operator.SetClaims(
            new Claim(ClaimTypes.NameIdentifier, "mia"),
            new Claim(ClaimTypes.Role, nameof(Role.Support))
        );
        var room = host.Services;
        Services.AddSingleton<IHttpContextAccessor>(new HttpContextAccessor());
        Services.AddSingleton<TimeProvider>(host.Time);
        Services.AddScoped<CurrentOperator>();
        Services.AddScoped<AuditWriter>();
        Services.AddSingleton(room.GetRequiredService<Dashboard.Data.Events.EventLog>());
        Services.AddSingleton<Microsoft.EntityFrameworkCore.IDbContextFactory<Dashboard.Data.DashboardDbContext>>(
            host.Database
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
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Opening_the_dialog_makes_the_link_and_says_what_to_do_with_it()
    {
        await ShowAsync();

        dialogs.WaitForElement("input[readonly]");
        Assert.Contains("Reconnect link for Zoë’s Questrade", dialogs.Markup, StringComparison.Ordinal);
        var url = dialogs.Find("input[readonly]").GetAttribute("value")!;
        Assert.StartsWith($"{ReconnectHost.Origin}/r/", url, StringComparison.Ordinal);
        Assert.Equal(url, dialogs.Find(".copy-field [data-copy]").GetAttribute("data-copy"));
        Assert.Contains(
            "Valid until 27 Nov, 13:00, and only until",
            dialogs.Markup,
            StringComparison.Ordinal
        );
        Assert.Contains("Send it to Zoë. Do not open it yourself.", dialogs.Markup, StringComparison.Ordinal);
        Assert.Equal("Mia Santos", Assert.Single(await host.EventsAsync(EventTypes.LinkCreated)).Actor);
    }

    [Fact]
    public async Task The_QR_code_is_shown_on_demand()
    {
        await ShowAsync();
        dialogs.WaitForElement("input[readonly]");
        Assert.Empty(dialogs.FindAll(".qr"));

        Button("Show QR code").Click();

        Assert.NotEmpty(dialogs.Find(".qr path").GetAttribute("d")!);
        Assert.Equal("QR code of the reconnect link", dialogs.Find(".qr svg").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task For_the_phone_there_is_a_portal_link_that_counts_down()
    {
        await ShowAsync();
        dialogs.WaitForElement("input[readonly]");

        Button("Open-now link").Click();

        dialogs.WaitForElement("input[aria-label='Portal link']");
        Assert.Equal(
            FakeSnapTrade.PortalUrl,
            dialogs.Find("input[aria-label='Portal link']").GetAttribute("value")
        );
        Assert.Equal("5:00", dialogs.Find("[role=timer]").TextContent);
        host.Time.Advance(TimeSpan.FromMinutes(5));
        dialogs.WaitForAssertion(() =>
            Assert.Contains("The link has expired", dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("portal-secret", dialogs.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_earlier_link_shows_how_far_it_came_and_is_revoked_after_a_question()
    {
        var earlier = await host.MakeLinkAsync();
        await host.Customer().StartAsync(earlier);
        await host.Customer().ReturnAsync(earlier, "?status=ERROR&error_code=1023");
        await ShowAsync();
        dialogs.WaitForElement(".earlier li");
        Assert.Contains(
            "Tried to reconnect with a different account (1023)",
            dialogs.Find(".earlier li").TextContent,
            StringComparison.Ordinal
        );

        Button("Revoke").Click();
        Assert.Null((await host.StoredLinkAsync(earlier.Id)).RevokedAt);
        Button("Yes, revoke it").Click();

        dialogs.WaitForAssertion(() =>
            Assert.Contains("Revoked by Mia Santos", dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.NotNull((await host.StoredLinkAsync(earlier.Id)).RevokedAt);
    }

    [Fact]
    public async Task A_refusal_says_the_next_step_and_shows_no_link()
    {
        await host.Database.EventsAsync(Some.Broken(0, "c2", "user-2"));
        await ShowAsync("c2");
        dialogs.WaitForAssertion(() =>
            Assert.Contains("PUT /api/v1/users/user-2", dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.Empty(dialogs.FindAll("input"));
    }

    [Fact]
    public async Task Who_may_not_make_links_is_told_so()
    {
        Operator.SetClaims(
            new Claim(ClaimTypes.NameIdentifier, "jon"),
            new Claim(ClaimTypes.Role, nameof(Role.Manager))
        );
        await ShowAsync();
        dialogs.WaitForAssertion(() =>
            Assert.Contains("Your role may not make links", dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.Empty(await host.EventsAsync(EventTypes.LinkCreated));
    }

    private async Task ShowAsync(string connectionId = ReconnectHost.Connection)
    {
        dialogs = RenderDialogs();
        var actions = Services.GetRequiredService<IReconnectActions>();
        await dialogs.InvokeAsync(() =>
        {
            _ = actions.ShowCopyLinkAsync(connectionId);
        });
    }

    private IElement Button(string name) =>
        dialogs.FindAll("button").First(b => b.TextContent.Trim() == name);
}
