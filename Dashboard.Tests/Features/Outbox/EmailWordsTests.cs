using Dashboard.Components.Parts;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Outbox;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Outbox;

public sealed class EmailWordsTests
{
    private static readonly DateTimeOffset Now = Some.Noon.AddHours(1);

    [Fact]
    public void A_queued_e_mail_states_its_wait_and_its_attempts()
    {
        Assert.Null(Words(_ => { }).Reason);
        var later = Email.Create("u", EmailTrigger.Policy, "Policy", Some.Noon, notBefore: Now.AddMinutes(9));
        Assert.Equal("for 9 min more", EmailWords.Of(later, Now).Reason);
        Assert.Equal("for 40 s more", EmailWords.Of(later, Now.AddMinutes(9).AddSeconds(-40)).Reason);
    }

    [Fact]
    public void A_bounce_or_a_complaint_replaces_the_word_sent()
    {
        var soft = Words(e =>
        {
            e.MarkSent(Now);
            e.Bounce(isHard: false, null, Now);
        });
        Assert.Equal((Tone.Wait, "Bounced"), (soft.Tone, soft.Word));
        var hard = Words(e =>
        {
            e.MarkSent(Now);
            e.Bounce(isHard: true, "550 no such user", Now);
        });
        Assert.Equal((Tone.Bad, "Bounced", "550 no such user"), (hard.Tone, hard.Word, hard.Reason));
        var complaint = Words(e =>
        {
            e.MarkSent(Now);
            e.Complain(Now);
        });
        Assert.Equal("Complaint", complaint.Word);
    }

    [Fact]
    public void Every_state_has_an_icon_and_every_obstacle_a_reason()
    {
        Action<Email>[] ways =
        [
            _ => { },
            e => e.MarkSent(Now),
            e => e.Fail("refused", Now),
            e => e.BecomeUnsure("silence", Now),
            e => e.Cancel(Now),
        ];
        Assert.All(ways, way => Assert.NotEmpty(IconShapes.Of(Words(way).Icon)));
        Assert.All(
            Enum.GetValues<EmailObstacle>(),
            obstacle => Assert.NotEmpty(Words(e => e.Skip(obstacle, Now)).Reason!)
        );
    }

    [Fact]
    public void An_outcome_sums_up_all_connections()
    {
        var other = Item("c2", Some.Noon.AddMinutes(90), isByLink: false, link => link.Scan(Now));
        Assert.Equal("opened by a scanner only", Outcome(Item("c1", null, false, link => link.Scan(Now))));
        Assert.Equal("not opened", Outcome(Item("c1", null, false, _ => { })));
        Assert.Equal("repaired another way 1 h 30 min later", Outcome(other));
        Assert.Equal(
            "opened, portal started, tried to reconnect with a different account (1023), repaired another way (1 of 2) 1 h 30 min later",
            Outcome(
                other,
                Item(
                    "c1",
                    null,
                    false,
                    link =>
                    {
                        link.Open(Now);
                        link.Start(Now);
                        link.Return("1023", Now);
                    }
                )
            )
        );
    }

    private static EmailWords Words(Action<Email> then)
    {
        var email = Email.Create("u", EmailTrigger.Operator, "Ana", Some.Noon);
        then(email);
        return EmailWords.Of(email, Now);
    }

    private static string Outcome(params OutboxItem[] items)
    {
        var email = Email.Create("u", EmailTrigger.Operator, "Ana", Some.Noon);
        email.MarkSent(Some.Noon);
        return LinkOutcomeWords.Of(new OutboxRow(email, null, null) { Items = items }).Words;
    }

    private static OutboxItem Item(
        string connectionId,
        DateTimeOffset? repairedAt,
        bool isByLink,
        Action<ReconnectLink> then
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
        then(link);
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
