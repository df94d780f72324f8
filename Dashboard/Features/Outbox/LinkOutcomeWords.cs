using Dashboard.Components.Parts;
using Dashboard.Domain.Reconnect;
using Dashboard.Text;

namespace Dashboard.Features.Outbox;

/// <summary>What customers did with the links of an e-mail, and whether their connections were repaired.</summary>
public static class LinkOutcomeWords
{
    /// <summary>Empty for an e-mail without links.</summary>
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
            : repaired.Exists(i => i.Outcome.IsByLink) ? "repaired, partly another way"
            : "repaired another way";
        var of = repaired.Count < items.Count ? $" ({repaired.Count} of {items.Count})" : "";
        var took = repaired.Max(i => i.Outcome.RepairedAt!.Value) - sentAt;
        return $"{how}{of} {(took < TimeSpan.FromMinutes(1) ? "immediately" : $"{TimeText.Duration(took)} later")}";
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
