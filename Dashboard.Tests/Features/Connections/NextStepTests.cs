using Dashboard.Domain.Connections;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;
using Decisions = Dashboard.Domain.Connections.Triage;

namespace Dashboard.Tests.Features.Connections;

public sealed class NextStepTests
{
    private static readonly DateTimeOffset Broke = Some.Noon;
    private static readonly DateTimeOffset Now = Broke.AddDays(1);

    private static readonly ConnectionRow Row = new()
    {
        Id = "c",
        UserId = "u",
        Health = Health.Disabled,
        Since = Broke,
        AwaitingVerification = false,
        BrokerageId = "q",
        Name = null,
        Type = null,
        LastEventAt = Broke,
        LastVerifiedAt = null,
        LastDataAt = null,
        Version = 1,
        UserName = null,
        UserEmail = "zoe@example.com",
        CanAskSnapTrade = true,
        IsSecretRefused = false,
    };

    private static readonly LinkFacts Link = new(
        "l",
        "c",
        LinkOrigin.Copy,
        "Mia",
        Broke.AddHours(1),
        Broke.AddDays(7),
        RevokedAt: null,
        FirstOpenedAt: null,
        StartedAt: null,
        ReturnedAt: null,
        LastResult: null
    );

    [Fact]
    public void A_new_break_is_shown_as_never_contacted() => Says("Never contacted", Row);

    [Fact]
    public void A_link_of_an_earlier_break_does_not_count_as_contact()
    {
        var row = Row with { LatestLink = Link with { CreatedAt = Broke.AddDays(-1) } };
        Says("Never contacted", row);
        Assert.Null(LastContact.Of(row));
    }

    [Fact]
    public void The_reason_why_no_email_can_be_sent_is_shown_before_the_first_contact()
    {
        Says("No e-mail address", Row with { UserEmail = null });
        Says("Opted out of e-mails", Row with { HasOptedOut = true });
        Says("Address blocked", Row with { IsAddressSuppressed = true });
        Says("Link not opened", Row with { UserEmail = null, LatestLink = Link });
    }

    [Fact]
    public void A_bounce_is_shown_until_the_link_is_opened()
    {
        var mailed = Link with { Origin = LinkOrigin.Email };
        Assert.Equal(
            new LastContact("e-mailed", mailed.CreatedAt),
            LastContact.Of(Row with { LatestLink = mailed })
        );
        var bounced = mailed with { EmailBouncedAt = Broke.AddHours(2) };
        Says("E-mail bounced", Row with { LatestLink = bounced });
        Assert.Equal(
            new LastContact("e-mail bounced", Broke.AddHours(2)),
            LastContact.Of(Row with { LatestLink = bounced })
        );
        Assert.StartsWith(
            "The reconnect e-mail bounced",
            Advice.Of(Row with { LatestLink = bounced })?.Title
        );
        var opened = bounced with { FirstOpenedAt = Broke.AddHours(3) };
        Says("Opened the link, did not start", Row with { LatestLink = opened });
    }

    [Fact]
    public void The_progress_of_a_link_is_shown()
    {
        Says("Link not opened", Row with { LatestLink = Link });
        Says("Link expired", Row with { LatestLink = Link with { ExpiresAt = Now } });
        Says("Link revoked", Row with { LatestLink = Link with { RevokedAt = Now } });
        var opened = Link with { FirstOpenedAt = Broke.AddHours(2) };
        Says("Opened the link, did not start", Row with { LatestLink = opened });
        Says("Started, no result", Row with { LatestLink = opened with { StartedAt = Broke.AddHours(2) } });
        Says("At the portal now", Row with { LatestLink = opened with { StartedAt = Now.AddMinutes(-2) } });
    }

    [Theory]
    [InlineData("1023", 1, "Tried another account (1023)")]
    [InlineData("DIFFERENT_ACCOUNT", 1, "Tried another account (1023)")]
    [InlineData("1066", 2, "Wrong password twice")]
    [InlineData("INVALID_CREDENTIALS", 3, "Wrong password 3 times")]
    [InlineData("ABANDONED", 1, "Left the portal early")]
    [InlineData("3000", 1, "Brokerage did not respond: try later")]
    [InlineData("SUCCESS", 1, "Logged in, not yet confirmed")]
    [InlineData("NEVER_HEARD_OF", 1, "Attempt failed")]
    public void An_attempt_is_described_in_plain_words(string result, int times, string words) =>
        Says(words, Row with { LatestLink = Link, LatestAttempt = new(result, Broke.AddHours(3), times) });

    [Fact]
    public void A_login_that_a_check_does_not_confirm_is_shown_as_still_disabled() =>
        Says(
            "Logged in, still disabled",
            Row with
            {
                LatestAttempt = new("SUCCESS", Broke.AddHours(3), 1),
                LastVerifiedAt = Now,
            }
        );

    [Fact]
    public void A_link_made_after_an_attempt_replaces_it() =>
        Says("Link not opened", Row with { LatestLink = Link, LatestAttempt = new("1066", Broke, 1) });

    [Fact]
    public void A_newer_portal_link_replaces_an_attempt_and_a_link_until_it_expires()
    {
        var handedOut = Now.AddMinutes(-5);
        var row = Row with
        {
            LatestLink = Link,
            LatestAttempt = new("1066", Broke.AddHours(3), 1),
            PortalLinkAt = handedOut,
        };
        Says("Has a portal link", row);
        Says("Wrong password", row with { PortalLinkAt = Now.AddHours(-1) });
        Says("Wrong code", row with { LatestAttempt = new("1086", Now.AddMinutes(-1), 1) });
        Says("Link not opened", row with { LatestLink = Link with { CreatedAt = Now.AddMinutes(-1) } });
        Says("Portal link expired", Row with { PortalLinkAt = Now.AddHours(-1) });
    }

    [Fact]
    public void A_link_made_just_before_the_break_by_our_clock_counts_as_contact()
    {
        var row = Row with { LatestLink = Link with { CreatedAt = Broke - ReconnectLink.ClockSkew } };
        Says("Link not opened", row);
        Assert.NotNull(LastContact.Of(row));
    }

    [Fact]
    public void A_reason_that_prevents_every_repair_comes_first()
    {
        var tried = Row with { LatestAttempt = new("1066", Broke, 1) };
        Says("Can’t make a link: user secret missing", tried with { CanAskSnapTrade = false });
        Says(
            "Can’t make a link: user secret refused",
            tried with
            {
                CanAskSnapTrade = false,
                IsSecretRefused = true,
            }
        );
        Says("Being checked", tried with { AwaitingVerification = true });
        Says("Brokerage in maintenance", tried with { Brokerage = At(inMaintenance: true) });
        Says("Brokerage degraded", tried with { Brokerage = At(inMaintenance: false) });
    }

    [Fact]
    public void A_healthy_connection_has_no_next_step()
    {
        Says("", Row with { Health = Health.Healthy, CanAskSnapTrade = false });
        Says("", Row with { Health = Health.Deleted });
    }

    [Fact]
    public void The_latest_contact_is_shown()
    {
        Assert.Equal("link copied", LastContact.Of(Row with { LatestLink = Link })?.Words);
        Assert.Equal(
            "e-mailed",
            LastContact.Of(Row with { LatestLink = Link with { Origin = LinkOrigin.Email } })?.Words
        );
        Assert.Equal(
            new LastContact("portal link", Now),
            LastContact.Of(Row with { LatestLink = Link, PortalLinkAt = Now })
        );
        Assert.Null(LastContact.Of(Row with { LatestLink = Link, Health = Health.Healthy }));
    }

    [Fact]
    public void A_snooze_comes_before_all_else_until_the_repair()
    {
        var triage = Decisions.Of("c");
        triage.Snooze(Now.AddHours(3), "Ana", Broke.AddHours(1));
        var row = Row with { Triage = triage, CanAskSnapTrade = false };
        Says("Snoozed by Ana until 15:00", row);
        Assert.Equal(
            "Snoozed by Ana until 10:00",
            NextStep.Of(row, Now, TimeZoneInfo.FindSystemTimeZoneById("America/Toronto")).Words
        );
        Says("Can’t make a link: user secret missing", row with { Since = Broke.AddHours(2) });
        Says("", row with { Health = Health.Healthy });
        Assert.Equal("Never contacted", NextStep.Of(Row with { Triage = triage }, Now.AddHours(3)).Words);
    }

    [Fact]
    public void An_incident_is_shown_as_the_next_step()
    {
        var row = Row with { IncidentSince = Broke, Brokerage = At(inMaintenance: true) };
        Says("Brokerage outage: wait", row);
        Assert.Equal("Questrade has an incident.", Advice.Of(row)?.Title);
    }

    [Fact]
    public void An_incident_does_not_explain_a_break_before_it()
    {
        var row = Row with
        {
            IncidentSince = Broke.AddMinutes(5),
            LatestAttempt = new AttemptFacts("1066", Broke.AddMinutes(10), 3),
        };
        Says("Wrong password 3 times", row);
        Assert.StartsWith("Entered a wrong user name", Advice.Of(row)?.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void One_sentence_says_why_it_is_stuck_and_an_incident_does_not_hide_it()
    {
        var row = Row with
        {
            UserName = "Zoë Übermut",
            LatestLink = Link,
            LatestAttempt = new AttemptFacts("1066", Broke.AddHours(20), 3),
            IncidentSince = Broke,
        };

        var reason = StuckReason.Of(row, Now, TimeZoneInfo.Utc)!;

        Assert.Equal(
            "Broken for 1 d. Wrong password 3 times, last 08:00; link open until Friday 27 November.",
            reason.Sentence
        );
        Assert.StartsWith("Many of its connections broke", reason.Next, StringComparison.Ordinal);
        Assert.StartsWith("Zoë Übermut (u), ", reason.ToText(row), StringComparison.Ordinal);
        Assert.Equal(
            "Broken for 1 d. Never contacted.",
            StuckReason.Of(Row, Now, TimeZoneInfo.Utc)!.Sentence
        );
        Assert.Null(StuckReason.Of(Row with { Health = Health.Healthy }, Now, TimeZoneInfo.Utc));
    }

    [Fact]
    public void The_time_of_an_attempt_stands_only_behind_words_about_it()
    {
        var tried = Row with { LatestAttempt = new AttemptFacts("1066", Broke.AddHours(2), 1) };
        Assert.Contains("Wrong password, last ", Sentence(tried), StringComparison.Ordinal);
        var link = Link with { CreatedAt = Broke.AddHours(1), FirstOpenedAt = Broke.AddHours(3) };
        ConnectionRow[] about =
        [
            tried with
            {
                LatestLink = link with { CreatedAt = Broke.AddHours(3) },
            },
            tried with
            {
                LatestLink = link with { StartedAt = Now.AddMinutes(-2) },
            },
            tried with
            {
                LatestLink = link with { CreatedAt = Broke.AddHours(3), StartedAt = Broke.AddHours(4) },
            },
            tried with
            {
                LatestAttempt = new AttemptFacts("3000", Broke.AddHours(2), 1),
            },
        ];
        Assert.All(about, row => Assert.DoesNotContain(", last ", Sentence(row), StringComparison.Ordinal));

        static string Sentence(ConnectionRow row) => StuckReason.Of(row, Now, TimeZoneInfo.Utc)!.Sentence;
    }

    [Fact]
    public void No_email_is_advised_to_customers_who_get_none()
    {
        ConnectionRow[] unreachable =
        [
            Row with
            {
                HasOptedOut = true,
            },
            Row with
            {
                IsAddressSuppressed = true,
            },
            Row with
            {
                UserEmail = null,
            },
        ];
        foreach (var row in unreachable)
        {
            Assert.StartsWith("Call the customer and copy a link:", Next(row), StringComparison.Ordinal);
            Assert.StartsWith(
                "Call the customer",
                Next(row with { LatestLink = Link }),
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("send", Next(row with { LatestLink = Link }), StringComparison.Ordinal);
        }
        Assert.Contains("send an e-mail", Next(Row), StringComparison.Ordinal);

        static string Next(ConnectionRow row) => StuckReason.Of(row, Now, TimeZoneInfo.Utc)!.Next;
    }

    [Fact]
    public void Advice_follows_the_same_order()
    {
        Assert.Null(Advice.Of(Row));
        Assert.Null(Advice.Of(Row with { Health = Health.Healthy }));
        Assert.StartsWith("The user secret", Advice.Of(Row with { CanAskSnapTrade = false })?.Title);
        Assert.Equal(
            "Tried to reconnect with a different account.",
            Advice.Of(Row with { LatestAttempt = new("1023", Now, 1) })?.Title
        );
        Assert.StartsWith(
            "The customer opened the link",
            Advice.Of(Row with { LatestLink = Link with { FirstOpenedAt = Now } })?.Title
        );
    }

    private static void Says(string words, ConnectionRow row) =>
        Assert.Equal(words, NextStep.Of(row, Now).Words);

    private static Brokerage At(bool inMaintenance) =>
        new()
        {
            Id = "q",
            Slug = "Q",
            Name = "Questrade",
            InMaintenance = inMaintenance,
            IsDegraded = true,
        };
}
