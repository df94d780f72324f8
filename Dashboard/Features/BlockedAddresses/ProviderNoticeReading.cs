using System.Text.Json;
using Dashboard.Api;

namespace Dashboard.Features.BlockedAddresses;

/// <summary>The strictly parsed notices of a request.</summary>
/// <param name="Errors">By the position in the body, such as <c>[3].email</c>; the first of them.</param>
/// <param name="Rejected">The number of items with errors.</param>
/// <param name="Ignored">The number of notices of types that are not recorded.</param>
internal sealed record ProviderNoticeReading(
    IReadOnlyList<ProviderNotice> Notices,
    int Ignored,
    int Rejected,
    Dictionary<string, string[]> Errors
)
{
    /// <param name="body">One notice, or an array of them.</param>
    /// <param name="now">The time of arrival.</param>
    /// <param name="maxEvents">The maximum length of an array.</param>
    /// <param name="maxErrors">The number of errors after which parsing ends.</param>
    public static ProviderNoticeReading Of(JsonElement body, DateTimeOffset now, int maxEvents, int maxErrors)
    {
        var isArray = body.ValueKind == JsonValueKind.Array;
        var reading = new ProviderNoticeReading([], 0, 0, new(StringComparer.Ordinal));
        if (isArray && body.GetArrayLength() > maxEvents)
        {
            reading.Errors["body"] =
            [
                $"At most {maxEvents} notices in one request: send the others in another one.",
            ];
            return reading;
        }
        var rejected = 0;
        List<EmailEventItem> items = [];
        foreach (var (index, part) in (isArray ? body.EnumerateArray().AsEnumerable() : [body]).Index())
        {
            var found = reading.ReadAll(part, isArray ? $"[{index}]" : "", now);
            items.AddRange(found.OfType<EmailEventItem>());
            rejected += found.Contains(null) ? 1 : 0;
            // The others are counted and not named.
            foreach (var surplus in reading.Errors.Keys.Skip(maxErrors).ToList())
                reading.Errors.Remove(surplus);
        }
        var known = items.ToLookup(item => ProviderNotice.IsRecorded(item.Type!));
        return reading with
        {
            Notices = [.. known[true].Select(item => ProviderNotice.Of(item, now))],
            Ignored = known[false].Count(),
            Rejected = rejected,
        };
    }

    private IReadOnlyList<EmailEventItem?> ReadAll(JsonElement part, string place, DateTimeOffset now) =>
        ProviderPayloads.Read(part) is { } items
            ? [.. items.Select(item => Check(item, place, now))]
            : [Read(part, place, now)];

    /// <summary>Returns null after recording an error.</summary>
    private EmailEventItem? Read(JsonElement part, string place, DateTimeOffset now)
    {
        var item = ApiBody.Read<EmailEventItem>(part, out var wrong);
        if (item is null)
        {
            Note(
                place,
                wrong?.TrimStart('$', '.') ?? "",
                "is not valid: compare it with the documented properties."
            );
            return null;
        }
        if (string.IsNullOrWhiteSpace(item.Type))
        {
            Note(place, "type", "must be bounce or complaint; other types are ignored.");
            return null;
        }
        return Check(item, place, now);
    }

    /// <summary>Returns null after recording an error.</summary>
    private EmailEventItem? Check(EmailEventItem item, string place, DateTimeOffset now)
    {
        if (!ProviderNotice.IsRecorded(item.Type!))
            return item;
        var problems = ProviderNotice.Problems(item, now).ToList();
        foreach (var (property, message) in problems)
            Errors[Path(place, property)] = [place.Length == 0 ? message : $"{place}: {message}"];
        return problems.Count == 0 ? item : null;
    }

    private void Note(string place, string property, string message)
    {
        var path = Path(place, property);
        Errors[path] = [$"{path} {message}"];
    }

    private static string Path(string place, string property) =>
        (place, property) switch
        {
            ("", "") => "body",
            ("", _) => property,
            (_, "") => place,
            _ => $"{place}.{property}",
        };
}
