using Dashboard.Components.Parts;
using Dashboard.Domain.Emails;
using Dashboard.Emails;
using Dashboard.Text;

namespace Dashboard.Features.Outbox;

/// <summary>The state of an e-mail as the outbox describes it.</summary>
/// <param name="Icon">A name from <see cref="IconShapes"/>.</param>
/// <param name="Reason">The reason or the next step; null when the word suffices.</param>
public sealed record EmailWords(string Icon, Tone Tone, string Word, string? Reason = null)
{
    public static EmailWords Of(Email email, DateTimeOffset now) =>
        email.State switch
        {
            EmailState.Queued => new(
                "clock",
                Tone.Wait,
                EmailStateWords.Of(EmailState.Queued),
                WhenNext(email, now)
            ),
            EmailState.Sending => new("send", Tone.Accent, "Sending"),
            EmailState.Sent => OfSent(email),
            EmailState.Skipped => new(
                "pause",
                Tone.Neutral,
                EmailStateWords.Of(EmailState.Skipped),
                ObstacleOf(email.Obstacle)
            ),
            EmailState.Failed => new("x", Tone.Bad, "Failed", email.LastError),
            EmailState.Unsure => new(
                "question",
                Tone.Wait,
                EmailStateWords.Of(EmailState.Unsure),
                "it may have been sent, and is not sent again automatically"
            ),
            _ => new("x", Tone.Neutral, "Cancelled", "before it was sent"),
        };

    private static EmailWords OfSent(Email email) =>
        email switch
        {
            { ComplainedAt: not null } => new(
                "warning",
                Tone.Bad,
                "Complaint",
                "the customer reported it as unwanted"
            ),
            { BouncedAt: not null, IsHardBounce: true } => new(
                "x",
                Tone.Bad,
                "Bounced",
                email.BounceReason ?? "the address does not accept e-mails"
            ),
            { BouncedAt: not null } => new(
                "x",
                Tone.Wait,
                "Bounced",
                email.BounceReason ?? "the mailbox refused it temporarily"
            ),
            { OptedOutAt: not null } => new("check", Tone.Ok, "Sent", "opted out through its link"),
            { IsFile: true } => new("note", Tone.Wait, EmailStateWords.Of(EmailState.Sent, isFile: true)),
            _ => new("check", Tone.Ok, "Sent"),
        };

    private static string? WhenNext(Email email, DateTimeOffset now)
    {
        var wait = email.NotBefore - now;
        if (email.Attempts > 0)
            return $"tried {(email.Attempts == 1 ? "once" : $"{email.Attempts} times")}, {(wait > TimeSpan.Zero ? $"again in {Short(wait)}" : "next in line")}";
        return wait > TimeSpan.Zero ? $"for {Short(wait)} more" : null;
    }

    private static string Short(TimeSpan wait) =>
        wait < TimeSpan.FromMinutes(1) ? $"{Math.Ceiling(wait.TotalSeconds)} s" : TimeText.Duration(wait);

    private static string? ObstacleOf(EmailObstacle? obstacle) =>
        obstacle switch
        {
            EmailObstacle.Repaired => "repaired before it was sent",
            EmailObstacle.NoAddress => "no e-mail address is known",
            EmailObstacle.OptedOut => "the customer opted out",
            EmailObstacle.Suppressed => "the address is blocked",
            EmailObstacle.NoSecret => "the user secret is missing or refused",
            EmailObstacle.Snoozed => "snoozed by an operator",
            EmailObstacle.Duplicate => "the customer probably connected again (new id)",
            EmailObstacle.Incident => "the brokerage has an incident",
            EmailObstacle.Maintenance => "the brokerage is in maintenance",
            EmailObstacle.CoolingDown => "the customer was e-mailed recently",
            _ => null,
        };
}
