using Dashboard.Components.Parts;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails;
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
    public void A_message_that_became_a_file_is_never_called_sent()
    {
        var words = Words(e => e.MarkSent(Now, asFile: true));
        Assert.Equal((Tone.Wait, "Written to file"), (words.Tone, words.Word));
        Assert.Equal("Written to file", EmailStateWords.Of(EmailState.Sent, isFile: true));
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

    private static EmailWords Words(Action<Email> then)
    {
        var email = Email.Create("u", EmailTrigger.Operator, "Ana", Some.Noon);
        then(email);
        return EmailWords.Of(email, Now);
    }
}
