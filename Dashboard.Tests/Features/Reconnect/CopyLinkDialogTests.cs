using AngleSharp.Dom;
using Bunit;
using Dashboard.Components;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.Reconnect;
using Dashboard.Live;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Reconnect;

public sealed class CopyLinkDialogTests : CopyLinkContext
{
    [Fact]
    public async Task The_press_that_opens_the_dialog_makes_the_link()
    {
        await MakeAsync();

        var copy = Dialogs.Find(".copy-field [data-copy]");
        await AssertHasKeyboardAsync(copy);
        Assert.True(copy.HasAttribute("data-copy-made"));
        Assert.Contains("Reconnect link for Zoë’s Questrade", Dialogs.Markup, StringComparison.Ordinal);
        var url = Dialogs.Find("input[readonly]").GetAttribute("value")!;
        Assert.StartsWith($"{ReconnectHost.Origin}/r/", url, StringComparison.Ordinal);
        Assert.Equal(url, copy.GetAttribute("data-copy"));
        Assert.Contains(
            "Valid until 27 Nov, 13:00, or until the connection is repaired.",
            Dialogs.Markup,
            StringComparison.Ordinal
        );
        Assert.Contains("Send it to Zoë. Do not open it yourself.", Dialogs.Markup, StringComparison.Ordinal);
        Assert.Equal("Mia Santos", Assert.Single(await Host.EventsAsync(EventTypes.LinkCreated)).Actor);
    }

    [Fact]
    public async Task A_second_press_while_the_dialog_is_open_makes_no_second_link()
    {
        await MakeAsync();
        var actions = Services.GetRequiredService<IReconnectActions>();
        await Dialogs.InvokeAsync(() => actions.ShowCopyLinkAsync(ReconnectHost.Connection));

        Assert.Single(Dialogs.FindAll("[role=dialog]"));
        Assert.Single(await Host.EventsAsync(EventTypes.LinkCreated));

        Dialogs.Find(".mud-focus-trap [aria-label=Close]").Click();
        Dialogs.WaitForAssertion(() => Assert.Empty(Dialogs.FindAll("[role=dialog]")));
        await Dialogs.InvokeAsync(() =>
        {
            // It completes when the dialog is closed.
            _ = actions.ShowCopyLinkAsync(ReconnectHost.Connection);
        });
        Dialogs.WaitForElement("input[readonly]");
        Assert.Equal(2, (await Host.EventsAsync(EventTypes.LinkCreated)).Count());
    }

    [Fact]
    public async Task When_what_stood_in_the_way_is_gone_the_dialog_offers_the_link()
    {
        await Host.HappensAsync(EventTypes.ConnectionFixed);
        await ShowAsync();
        Dialogs.WaitForAssertion(() =>
            Assert.Contains("Nothing to repair.", Dialogs.Markup, StringComparison.Ordinal)
        );
        await Services.GetRequiredService<ConnectionFeed>().StartAsync(Token);

        await Host.HappensAsync(EventTypes.ConnectionBroken);
        await Bus.PublishAsync([.. Host.Database.Changes.All]);

        Dialogs.WaitForElement("button[data-copies]");
        Assert.Empty(await Host.EventsAsync(EventTypes.LinkCreated));
        Button("Copy link").Click();
        Dialogs.WaitForElement("input[readonly]");
        Assert.Single(await Host.EventsAsync(EventTypes.LinkCreated));
    }

    [Fact]
    public async Task The_QR_code_is_behind_more()
    {
        await MakeAsync();

        Assert.Equal("More", Dialogs.Find("details:has(.qr) > summary").TextContent);
        Assert.NotEmpty(Dialogs.Find(".qr path").GetAttribute("d")!);
        Assert.Equal("QR code of the reconnect link", Dialogs.Find(".qr svg").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task For_the_phone_there_is_a_portal_link_that_counts_down()
    {
        await ShowAsync();
        Dialogs.WaitForElement(".open-now .btn");

        Button("5-minute link").Click();

        Dialogs.WaitForElement("input[aria-label='Portal link']");
        await AssertHasKeyboardAsync(Dialogs.Find(".open-now [data-copy]"));
        Assert.Contains("Send it by chat or SMS while you talk.", Dialogs.Markup, StringComparison.Ordinal);
        Assert.Equal(
            FakeSnapTrade.PortalUrl,
            Dialogs.Find("input[aria-label='Portal link']").GetAttribute("value")
        );
        Assert.Equal("5:00", Dialogs.Find("[role=timer]").TextContent);
        Dialogs.Find(".open-now-field").FocusIn();
        Host.Time.Advance(TimeSpan.FromMinutes(5));
        Dialogs.WaitForAssertion(() =>
            Assert.Contains("The link has expired", Dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("portal-secret", Dialogs.Markup, StringComparison.Ordinal);
        await AssertHasKeyboardAsync(Dialogs.Find(".open-now .btn"));
    }

    [Fact]
    public async Task An_earlier_link_shows_how_far_it_came_and_is_revoked_after_a_question()
    {
        var earlier = await Host.MakeLinkAsync();
        await Host.Customer().StartAsync(earlier);
        await Host.Customer().ReturnAsync(earlier, "?status=ERROR&error_code=1023");
        await ShowAsync();
        Dialogs.WaitForElement(".earlier li");
        Assert.Contains(
            "Tried to reconnect with a different account (1023)",
            Dialogs.Find(".earlier li").TextContent,
            StringComparison.Ordinal
        );

        Button("Revoke").Click();
        Assert.Null((await Host.StoredLinkAsync(earlier.Id)).RevokedAt);
        Button("Yes, revoke it").Click();

        Dialogs.WaitForAssertion(() =>
            Assert.Contains("Revoked by Mia Santos", Dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.NotNull((await Host.StoredLinkAsync(earlier.Id)).RevokedAt);
    }

    [Fact]
    public async Task After_revoking_the_focus_moves_to_the_next_link_and_then_to_the_heading()
    {
        await Host.MakeLinkAsync();
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await Host.MakeLinkAsync();
        await ShowAsync();
        Dialogs.WaitForElement(".earlier li");
        var (next, heading) = (
            Reference(Buttons("Revoke")[1]),
            Reference(Dialogs.Find(".earlier .earlier summary"))
        );

        Button("Revoke").Click();
        Button("Keep it").Click();
        await AssertHasKeyboardAsync(Button("Revoke"));
        Button("Revoke").Click();
        Button("Yes, revoke it").Click();
        Dialogs.WaitForAssertion(() => Assert.Single(Buttons("Revoke")));
        Assert.Equal(next, (await FocusedAsync())[^1]);
        Button("Revoke").Click();
        Button("Yes, revoke it").Click();

        Dialogs.WaitForAssertion(() => Assert.Empty(Buttons("Revoke")));
        Assert.Equal(heading, (await FocusedAsync())[^1]);
    }

    [Theory]
    [InlineData(EventTypes.ConnectionFixed, "Repaired just now, no link needed.")]
    [InlineData(EventTypes.ConnectionDeleted, "This connection was deleted and can't be repaired.")]
    public async Task An_event_that_ends_the_link_removes_it_from_the_open_dialog(string type, string words)
    {
        await MakeAsync();
        await Services.GetRequiredService<ConnectionFeed>().StartAsync(Token);

        await Host.HappensAsync(type);
        await Bus.PublishAsync([.. Host.Database.Changes.All]);

        Dialogs.WaitForAssertion(() =>
            Assert.Contains(words, Dialogs.Find(".copy-link-message").TextContent, StringComparison.Ordinal)
        );
        await AssertHasKeyboardAsync(Dialogs.Find(".copy-link-message"));
        Assert.Empty(Dialogs.FindAll("input"));
        Assert.Empty(Dialogs.FindAll(".open-now"));
    }

    [Fact]
    public async Task For_a_healthy_connection_no_link_is_made()
    {
        await Host.HappensAsync(EventTypes.ConnectionFixed);
        await ShowAsync();

        Dialogs.WaitForAssertion(() =>
            Assert.Contains("Nothing to repair.", Dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.Empty(Dialogs.FindAll("[data-copy-made]"));
        Assert.Empty(await Host.EventsAsync(EventTypes.LinkCreated));
    }

    [Fact]
    public async Task The_cross_closes_the_dialog_and_a_click_beside_it_does_not()
    {
        await MakeAsync();
        var moves = (await FocusedAsync()).Count;

        Dialogs.Find(".mud-overlay").Click();
        Assert.True((await FocusedAsync()).Count > moves);
        Assert.NotEmpty(Dialogs.FindAll("input[readonly]"));
        Dialogs.Find(".mud-focus-trap [aria-label=Close]").Click();

        Dialogs.WaitForAssertion(() => Assert.Empty(Dialogs.FindAll("[role=dialog]")));
    }

    [Theory]
    [InlineData(Role.Support, false)]
    [InlineData(Role.Admin, true)]
    public async Task Without_a_secret_the_dialog_explains_it_and_shows_admins_the_request(
        Role role,
        bool isToldRequest
    )
    {
        SignInAs(role);
        await Host.Database.EventsAsync(Some.Broken(0, "c2", "user-2"));

        await ShowAsync("c2");

        Dialogs.WaitForAssertion(() =>
            Assert.Contains(
                "Your developers must send this customer’s secret first.",
                Dialogs.Markup,
                StringComparison.Ordinal
            )
        );
        Assert.Equal(
            isToldRequest,
            Dialogs.Markup.Contains("PUT /api/v1/users/user-2", StringComparison.Ordinal)
        );
        Assert.Empty(Dialogs.FindAll("input"));
        Assert.Empty(Dialogs.FindAll(".btn.primary"));
    }

    [Fact]
    public async Task An_operator_without_the_permission_to_make_links_is_told_so()
    {
        SignInAs(Role.Manager);
        await ShowAsync();
        Dialogs.WaitForAssertion(() =>
            Assert.Contains("Your role can’t create links", Dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.Contains(
            "Ask an admin for the role Support or Admin.",
            Dialogs.Markup,
            StringComparison.Ordinal
        );
        Assert.Empty(await Host.EventsAsync(EventTypes.LinkCreated));
    }

    [Fact]
    public async Task Trouble_at_the_brokerage_is_shown()
    {
        await Host.ChangeAsync(db => db.Brokerages.Single().InMaintenance = true);
        await ShowAsync();
        Dialogs.WaitForAssertion(() =>
            Assert.Contains(
                "is in maintenance",
                Dialogs.Find(".notice").TextContent,
                StringComparison.Ordinal
            )
        );
        await Host.ChangeAsync(db =>
            db.Add(
                new Dashboard.Domain.Incidents.Incident
                {
                    Id = "i1",
                    BrokerageId = "questrade-id",
                    StartedAt = Host.Time.GetUtcNow(),
                    DetectedAt = Host.Time.GetUtcNow(),
                }
            )
        );
        using var scope = Host.As(Role.Support);
        var links = scope.ServiceProvider.GetRequiredService<ReconnectLinkService>();
        var prospect = await links.DescribeAsync(ReconnectHost.Connection, Token);
        Assert.Contains("the cause is the brokerage", prospect.Trouble, StringComparison.Ordinal);
    }

    private Task InMaintenanceAsync() => Host.ChangeAsync(db => db.Brokerages.Single().InMaintenance = true);
}
