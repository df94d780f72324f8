using System.Globalization;
using Dashboard.Components.Navigation;
using Dashboard.Components.Parts;
using Dashboard.Domain;

namespace Dashboard.Features.Connections;

/// <summary>
/// Filters of the list as words: <c>brokerage:questrade broken:&gt;3d contacted:never</c>. Words that are no filter are
/// searched for.
/// </summary>
public static class TypedFilters
{
    private static readonly string[] Spans = ["1d", "3d", "7d"];

    /// <summary>The view with the filters of a text; what remains of the text is its search.</summary>
    public static ConnectionsView Read(ConnectionsView view, string? text, ConnectionCounts? counts)
    {
        List<string> rest = [];
        foreach (var word in WordsOf(text))
        {
            if (Apply(view, word, counts) is { } narrowed)
                view = narrowed;
            else
                rest.Add(word);
        }
        return view with { Search = PageAddress.Text(string.Join(' ', rest)) };
    }

    /// <summary>Where a text in the list's own field leads; the field keeps what is no filter.</summary>
    /// <param name="view">What the list shows.</param>
    /// <param name="text">As it was typed; a blank at the end says that the last word is complete.</param>
    /// <param name="counts">Know the brokerages.</param>
    public static SearchTarget Target(ConnectionsView view, string? text, ConnectionCounts? counts)
    {
        // "brokerage:alpaca" may be on its way to "brokerage:alpaca-paper".
        var isOpen = text is not null && !char.IsWhiteSpace(text[^1]) && Suggest(text, counts).Count > 1;
        var last = isOpen ? WordsOf(text)[^1] : null;
        var read = Read(
            view,
            isOpen ? text![..text!.LastIndexOf(last!, StringComparison.Ordinal)] : text,
            counts
        );
        var rest = PageAddress.Text($"{read.Search} {last}");
        return new((read with { Search = rest }).ToUri(), rest);
    }

    /// <summary>The filters that the last word of a text may become: "brokerage:q" finds <c>brokerage:questrade</c>.</summary>
    /// <returns>Empty while the last word is not the beginning of a filter with its colon.</returns>
    public static IReadOnlyList<string> Suggest(string text, ConnectionCounts? counts)
    {
        if (WordsOf(text) is not [.., var last] || !last.Contains(':', StringComparison.Ordinal))
            return [];
        return
        [
            .. All(counts).Where(word => word.StartsWith(last, StringComparison.OrdinalIgnoreCase)),
            // Spans that are not listed: "broken:>30d".
            .. Apply(ConnectionsView.Default, last, counts) is not null
            && !All(counts).Contains(last, StringComparer.OrdinalIgnoreCase)
                ? new[] { last }
                : [],
        ];
    }

    private static IEnumerable<string> All(ConnectionCounts? counts) =>
        [
            .. Brokerages(counts).Select(b => "brokerage:" + b.Slug),
            .. Spans.Select(span => "broken:>" + span),
            "contacted:never",
            "duplicates:likely",
            "data:silent",
            "assigned:me",
            "snoozed:only",
            "snoozed:hidden",
            .. Enum.GetNames<HealthView>().Select(name => "health:" + name.ToLowerInvariant()),
        ];

    private static IEnumerable<BrokerageTotals> Brokerages(ConnectionCounts? counts) =>
        (counts?.ByBrokerage ?? []).Where(b => b.BrokerageId.Length > 0);

    private static string[] WordsOf(string? text) =>
        (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <returns>Null when the word is no filter.</returns>
    private static ConnectionsView? Apply(ConnectionsView view, string word, ConnectionCounts? counts)
    {
        if (word.Split(':', 2) is not [var key, { Length: > 0 } value])
            return null;
        return (key.ToLowerInvariant(), value.ToLowerInvariant()) switch
        {
            ("brokerage", _) => Slug(value, counts) is { } slug ? view with { Brokerage = slug } : null,
            ("broken", _) => Days(value) is { } days
                ? view with
                {
                    Chosen = HealthView.Disabled,
                    Days = days,
                }
                : null,
            ("health", _) => PageAddress.Choice<HealthView>(value) is { } health
                ? view with
                {
                    Chosen = health,
                    Days = null,
                }
                : null,
            ("contacted", "never") => view with { Chosen = HealthView.Disabled, NeverContacted = true },
            ("duplicates", "likely") => view with { Chosen = HealthView.Disabled, Duplicates = true },
            ("data", "silent") => view with { Chosen = HealthView.Healthy, Silent = true },
            ("assigned", "me") => view with { Mine = true },
            ("snoozed", "only") => view with { Snoozed = SnoozeView.Only },
            ("snoozed", "hidden") => view with { Snoozed = SnoozeView.Hidden },
            _ => null,
        };
    }

    // By the slug, or else by the name without blanks, which several may have.
    private static string? Slug(string value, ConnectionCounts? counts)
    {
        var folded = SearchText.Of(value);
        return (
            Brokerages(counts).FirstOrDefault(b => SearchText.Of(b.Slug) == folded)
            ?? Brokerages(counts)
                .FirstOrDefault(b =>
                    SearchText.Of(b.Name).Replace(" ", "", StringComparison.Ordinal) == folded
                )
        )?.Slug;
    }

    // ">3d", "2w".
    private static int? Days(string value)
    {
        var span = value.TrimStart('>');
        if (span.Length == 0)
            return null;
        var factor = span[^1] switch
        {
            'd' => 1,
            'w' => 7,
            _ => 0,
        };
        return
            value.Length - span.Length <= 1
            && int.TryParse(span[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (long)number * factor is > 0 and <= ConnectionsView.MaxDays and var days
            ? (int)days
            : null;
    }
}
