using System.Text.Json;

namespace Dashboard.Features.Team.Audit;

/// <summary>One part of what an action changed.</summary>
/// <param name="Before">Null when there was nothing.</param>
/// <param name="After">Null when there is nothing any more.</param>
internal sealed record AuditPart(string Name, string? Before, string? After)
{
    public bool IsChanged => Before != After;

    /// <summary>How many characters both sides begin with.</summary>
    public int CommonStart { get; } = Common(Before ?? "", After ?? "");

    /// <summary>How many characters both sides end with, after what they begin with.</summary>
    public int CommonEnd
    {
        get
        {
            var (before, after) = (Before ?? "", After ?? "");
            var most = Math.Min(before.Length, after.Length) - CommonStart;
            var end = 0;
            while (end < most && before[^(end + 1)] == after[^(end + 1)])
                end++;
            // Never in the middle of a character.
            return end > 0 && char.IsLowSurrogate(before[^end]) ? end - 1 : end;
        }
    }

    private static int Common(string before, string after)
    {
        var start = 0;
        while (start < before.Length && start < after.Length && before[start] == after[start])
            start++;
        return start > 0 && char.IsHighSurrogate(before[start - 1]) ? start - 1 : start;
    }
}

/// <summary>The two sides of an entry, part by part.</summary>
internal static class AuditDifference
{
    /// <summary>Parts in the order in which they were written; empty when the entry has no sides.</summary>
    /// <param name="before">A JSON object, or null.</param>
    /// <param name="after">The same.</param>
    /// <param name="say">How a moment reads.</param>
    public static IReadOnlyList<AuditPart> Of(string? before, string? after, Func<DateTimeOffset, string> say)
    {
        var (was, isNow) = (Read(before, say), Read(after, say));
        return
        [
            .. was
                .Keys.Union(isNow.Keys, StringComparer.Ordinal)
                .Select(name => new AuditPart(
                    name,
                    was.GetValueOrDefault(name),
                    isNow.GetValueOrDefault(name)
                )),
        ];
    }

    private static Dictionary<string, string?> Read(string? json, Func<DateTimeOffset, string> say)
    {
        var parts = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (json is null)
            return parts;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return new(StringComparer.Ordinal) { ["value"] = json };
            foreach (var property in document.RootElement.EnumerateObject())
                parts[property.Name] = Text(property.Value, say);
            return parts;
        }
        catch (JsonException)
        {
            // A changed database may contain any value; the integrity check reports it, and this shows it.
            return new(StringComparer.Ordinal) { ["value"] = json };
        }
    }

    private static string? Text(JsonElement value, Func<DateTimeOffset, string> say) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => IsMoment(value, out var moment) ? say(moment) : value.GetString(),
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            _ => value.GetRawText(),
        };

    // A day alone is left as it is: it has no zone.
    private static bool IsMoment(JsonElement value, out DateTimeOffset moment) =>
        value.TryGetDateTimeOffset(out moment) && value.GetString()!.Contains('T', StringComparison.Ordinal);
}
