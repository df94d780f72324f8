using Dashboard.Components.Parts;
using Dashboard.Components.Time;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Dashboard.Text;

namespace Dashboard.Features.Outbox;

/// <summary>Where an e-mail stands, in plain words.</summary>
/// <param name="Icon">A name from <see cref="IconShapes"/>.</param>
/// <param name="Reason">Why, or what is next; null when the word says it all.</param>
public sealed record EmailWords(string Icon, Tone Tone, string Word, string? Reason = null)
{
    public static EmailWords Of(Email email, DateTimeOffset now) =>
        email.State switch
        {
            EmailState.Queued => new("clock", Tone.Wait, "Waiting", WhenNext(email, now)),
            EmailState.Sending => new("send", Tone.Accent, "Sending"),
            EmailState.Sent => OfSent(email),
            EmailState.Skipped => new("pause", Tone.Neutral, "Skipped", ObstacleOf(email.Obstacle)),
            EmailState.Failed => new("x", Tone.Bad, "Failed", email.LastError),
            EmailState.Unsure => new(
                "question",
                Tone.Wait,
                "Unsure",
                "it may or may not have gone out, and is not sent again by itself"
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
                email.BounceReason ?? "nobody can be reached at the address"
            ),
            { BouncedAt: not null } => new(
                "x",
                Tone.Wait,
                "Bounced",
                email.BounceReason ?? "the mailbox did not take it this time"
            ),
            { OptedOutAt: not null } => new("check", Tone.Ok, "Sent", "opted out by its link"),
            _ => new("check", Tone.Ok, "Sent"),
        };

    private static string? WhenNext(Email email, DateTimeOffset now)
    {
        var wait = email.NotBefore - now;
        if (email.Attempts > 0)
            return $"tried {Times(email.Attempts)}, {(wait > TimeSpan.Zero ? $"again in {Short(wait)}" : "next in line")}";
        return wait > TimeSpan.Zero ? $"for {Short(wait)} more" : null;
    }

    private static string Times(int times) => times == 1 ? "once" : $"{times} times";

    private static string Short(TimeSpan wait) =>
        wait < TimeSpan.FromMinutes(1) ? $"{Math.Ceiling(wait.TotalSeconds)} s" : TimeText.Duration(wait);

    private static string? ObstacleOf(EmailObstacle? obstacle) =>
        obstacle switch
        {
            EmailObstacle.Repaired => "repaired before it was sent",
            EmailObstacle.NoAddress => "no e-mail address is known",
            EmailObstacle.OptedOut => "the customer opted out",
            EmailObstacle.Suppressed => "the address is suppressed",
            EmailObstacle.NoSecret => "without the user’s secret no link would work",
            EmailObstacle.Snoozed => "an operator has put it off",
            EmailObstacle.Duplicate => "the customer probably connected anew",
            EmailObstacle.Incident => "the brokerage has an incident",
            EmailObstacle.Maintenance => "the brokerage is in maintenance",
            EmailObstacle.CoolingDown => "another message went out a short while ago",
            _ => null,
        };
}

/// <summary>What customers did with an e-mail, and whether it helped, in plain words.</summary>
public static class LinkOutcomeWords
{
    /// <summary>Empty for an e-mail that has no links.</summary>
    public static (string Words, Tone Tone) Of(OutboxRow row)
    {
        var items = row.Items;
        if (items.Count == 0)
            return ("", Tone.Neutral);
        var sentAt = row.Email.FinishedAt ?? row.Email.CreatedAt;
        var parts = new[]
        {
            Opened(items),
            items.Any(i => i.Link?.StartedAt is not null) ? "portal started" : null,
            Trouble(items),
            Repaired(items, sentAt),
        };
        return (string.Join(", ", parts.OfType<string>()), ToneOf(items));
    }

    /// <summary>The same for one of its connections.</summary>
    public static (string Words, Tone Tone) Of(OutboxRow row, OutboxItem item) =>
        Of(row with { Items = [item] });

    private static string? Opened(IReadOnlyList<OutboxItem> items)
    {
        if (items.Any(i => i.Link?.FirstOpenedAt is not null))
            return "opened";
        if (items.Any(i => i.Outcome.IsRepaired))
            return null;
        return items.Any(i => i.Link?.FirstScannedAt is not null) ? "opened by a scanner only" : "not opened";
    }

    private static string? Trouble(IReadOnlyList<OutboxItem> items)
    {
        var last = items
            .Where(i => i is { Outcome.IsRepaired: false, Link.LastResult: not null })
            .MaxBy(i => i.Link!.ReturnedAt);
        return last?.Link?.LastResult switch
        {
            null => null,
            PortalOutcomes.Success => "logged in",
            var result => Lower(PortalText.Describe(result)),
        };
    }

    private static string? Repaired(IReadOnlyList<OutboxItem> items, DateTimeOffset sentAt)
    {
        var repaired = items.Where(i => i.Outcome.IsRepaired).ToList();
        if (repaired.Count == 0)
            return null;
        var how =
            repaired.TrueForAll(i => i.Outcome.IsByLink) ? "repaired"
            : repaired.Exists(i => i.Outcome.IsByLink) ? "repaired, partly by other ways"
            : "repaired another way";
        var of = repaired.Count < items.Count ? $" ({repaired.Count} of {items.Count})" : "";
        var took = repaired.Max(i => i.Outcome.RepairedAt!.Value) - sentAt;
        return $"{how}{of} {(took < TimeSpan.FromMinutes(1) ? "at once" : $"{TimeText.Duration(took)} later")}";
    }

    private static Tone ToneOf(IReadOnlyList<OutboxItem> items)
    {
        if (items.All(i => i.Outcome.IsRepaired))
            return Tone.Ok;
        return items.Any(i =>
            i is { Outcome.IsRepaired: false, Link.LastResult: not null and not PortalOutcomes.Success }
        )
            ? Tone.Bad
            : Tone.Neutral;
    }

    private static string Lower(string words) => char.ToLowerInvariant(words[0]) + words[1..];
}
