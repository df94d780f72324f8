using Dashboard.Components.Parts;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Outbox;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Outbox;

public sealed class EmailStepsTests
{
    private static readonly DateTimeOffset Now = Some.Noon.AddHours(1);

    [Fact]
    public void The_steps_say_how_far_the_customer_came()
    {
        Assert.Equal("sent, not opened, not started, not repaired", Sent(Item("c1")).Words);
        Assert.Equal(
            "sent, opened by a scanner only, not started, not repaired",
            Sent(Item("c1", then: link => link.Scan(Now))).Words
        );
        Assert.Equal(
            "sent, opened, started, repaired 1 h 30 min later",
            Sent(Item("c1", Repaired, isByLink: true, link => Try(link, "SUCCESS"))).Words
        );
    }

    [Fact]
    public void An_e_mail_that_became_a_file_is_not_called_sent() =>
        Assert.Equal("written to file", Of(e => e.MarkSent(Some.Noon, asFile: true), Item("c1"))!.Sent.Words);

    [Fact]
    public void Shown_in_words_is_the_repair_or_where_it_stopped()
    {
        Assert.Equal("not opened", Sent(Item("c1")).Summary);
        Assert.Equal("not started", Sent(Item("c1", then: link => link.Open(Now))).Summary);
        Assert.Equal(
            "logged in, not repaired yet",
            Sent(Item("c1", then: link => Try(link, "SUCCESS"))).Summary
        );
        Assert.Equal("repaired another way 1 h 30 min later", Sent(Item("c1", Repaired)).Summary);
    }

    [Fact]
    public void An_outcome_sums_up_all_connections()
    {
        var repaired = Item("c2", Repaired, then: link => link.Scan(Now));
        var partly = Sent(repaired, Item("c1"));
        Assert.Equal((StepMark.Partly, Tone.Neutral), (partly.Repaired.Mark, partly.Tone));
        var refused = Sent(repaired, Item("c1", then: link => Try(link, "1023")));
        Assert.Equal((StepMark.Bad, Tone.Bad), (refused.Repaired.Mark, refused.Tone));
        Assert.Equal(
            "tried to reconnect with a different account (1023), repaired another way (1 of 2) 1 h 30 min later",
            refused.Summary
        );
    }

    [Fact]
    public void An_e_mail_that_did_not_arrive_is_not_called_unopened()
    {
        var bounced = Of(
            e =>
            {
                e.MarkSent(Some.Noon);
                e.Bounce(isHard: true, "550", Now);
            },
            Item("c1")
        )!;
        Assert.Equal((StepMark.Bad, "bounced", ""), (bounced.Sent.Mark, bounced.Sent.Words, bounced.Summary));
        var failed = Of(e => e.Fail("refused", Now), Item("c1"))!;
        Assert.Equal(("not sent", ""), (failed.Sent.Words, failed.Summary));
        Assert.Equal("delivery unknown", Of(e => e.BecomeUnsure("silence", Now), Item("c1"))!.Sent.Words);
    }

    [Fact]
    public void An_e_mail_that_is_not_sent_any_more_has_no_outcome()
    {
        Assert.Null(Of(e => e.Cancel(Now), Item("c1")));
        Assert.Null(Of(e => e.Skip(EmailObstacle.Repaired, Now), Item("c1")));
        Assert.Null(Of(e => e.MarkSent(Now)));
    }

    [Fact]
    public void Every_step_has_an_icon() =>
        Assert.All(Sent(Item("c1")).All, step => Assert.NotEmpty(IconShapes.Of(step.Icon)));

    private static DateTimeOffset Repaired => Some.Noon.AddMinutes(90);

    private static EmailSteps Sent(params OutboxItem[] items) => Of(e => e.MarkSent(Some.Noon), items)!;

    private static EmailSteps? Of(Action<Email> then, params OutboxItem[] items)
    {
        var email = Email.Create("u", EmailTrigger.Operator, "Ana", Some.Noon);
        then(email);
        return EmailSteps.Of(new OutboxRow(email, null, null) { Items = items });
    }

    private static void Try(ReconnectLink link, string result)
    {
        link.Open(Now);
        link.Start(Now);
        link.Return(result, Now);
    }

    private static OutboxItem Item(
        string connectionId,
        DateTimeOffset? repairedAt = null,
        bool isByLink = false,
        Action<ReconnectLink>? then = null
    )
    {
        var link = ReconnectLink.Create(
            "hash",
            Connection.Create(connectionId, "u", Some.Noon),
            LinkOrigin.Email,
            "Ana",
            Some.Noon,
            TimeSpan.FromDays(7)
        );
        then?.Invoke(link);
        var item = new EmailItem
        {
            EmailId = "e",
            ConnectionId = connectionId,
            LinkId = link.Id,
            BrokerageName = "Questrade",
            BrokenSince = Some.Noon,
            Position = 0,
        };
        return new OutboxItem(item, link, LinkStatus.Active, new LinkOutcome(repairedAt, isByLink));
    }
}
