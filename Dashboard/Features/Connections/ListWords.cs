using Dashboard.Text;

namespace Dashboard.Features.Connections;

/// <summary>The lines above and below the list.</summary>
public static class ListWords
{
    /// <summary>"disabled connection".</summary>
    public static string Kind(HealthView view) =>
        view switch
        {
            HealthView.All => "connection",
            HealthView.Verifying => "connection awaiting verification",
            _ => view.ToString().ToLowerInvariant() + " connection",
        };

    /// <summary>"Show 1 newly broken", "Show 200+ new".</summary>
    public static string New(HealthView view, int count) =>
        $"Show {Counts.UpTo(count, ConnectionList.MaxNew)} {(view == HealthView.Disabled ? "newly broken" : "new")}";

    /// <summary>"94 disabled connections, oldest break first."</summary>
    public static string Footer(ConnectionsView view, ConnectionCounts? counts, ConnectionList list)
    {
        var number = Total(view, counts) is { } total ? Counts.Number(total) : Listed(list);
        var kind = Kind(view.Health);
        var kinds =
            number == "1" ? kind : kind.Replace("connection", "connections", StringComparison.Ordinal);
        return $"{number} {kinds}, {Order(view)}.";
    }

    /// <summary>"99 disabled", "14 of 99 disabled at Robinhood", "29 of 99 disabled match"; "14 match" before counts are known.</summary>
    public static string Shown(ConnectionsView view, ConnectionCounts? counts, ConnectionList list)
    {
        var kind = view.Health == HealthView.All ? "" : " " + view.Health.ToString().ToLowerInvariant();
        if (Total(view, counts) is not { } total)
            return Matching(view, counts, list, kind);
        if (view.Brokerage is null)
            return kind.Length == 0 ? $"{Counts.Number(total)} in all" : Counts.Number(total) + kind;
        var all = counts!.All.Of(view.Health);
        return $"{Counts.Number(total)} of {Counts.Number(all)}{kind} at {Bidi.Isolate(NameOf(view, counts))}";
    }

    // Beside a heading that counts all of them, the number of those in the list alone reads as another count.
    private static string Matching(
        ConnectionsView view,
        ConnectionCounts? counts,
        ConnectionList list,
        string kind
    )
    {
        var all = Total(new ConnectionsView(view.Health, view.Brokerage, Days: null, Search: null), counts);
        var listed = Listed(list);
        var verb = listed == "1" ? "matches" : "match";
        if (all is not { } of)
            return $"{listed} {verb}";
        var where = view.Brokerage is null ? "" : $" at {Bidi.Isolate(NameOf(view, counts))}";
        return $"{listed} of {Counts.Number(of)}{kind}{where} {verb}";
    }

    /// <summary>"Disabled, Questrade, broken for more than 3 days", for records.</summary>
    /// <param name="view">The list.</param>
    /// <param name="counts">Holds the names of brokerages.</param>
    /// <param name="operatorName">The operator's name.</param>
    public static string Describe(ConnectionsView view, ConnectionCounts? counts, string operatorName)
    {
        string?[] parts =
        [
            view.Health == HealthView.All ? "All connections" : view.Health.ToString(),
            view.Brokerage is null ? null : NameOf(view, counts),
            view.Days is { } days ? $"broken for more than {(days == 1 ? "a day" : $"{days} days")}" : null,
            view.Since is { } since ? $"broken since {TimeText.Exact(since.ToUniversalTime())}" : null,
            // The text may be a name or an address, which must not stay in a record.
            view.Search
                is null
                ? null
                : "matching a search",
            view.Duplicates ? "likely duplicates" : null,
            view.NeverContacted ? "never contacted" : null,
            view.Silent ? "without their usual data" : null,
            view.Mine ? $"assigned to {operatorName}" : null,
            view.Snoozed switch
            {
                SnoozeView.Only => "snoozed",
                SnoozeView.Hidden => "not snoozed",
                _ => null,
            },
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>"> 1 day", "> 3 days".</summary>
    public static string Age(int days) => days == 1 ? "> 1 day" : $"> {days} days";

    private static string Listed(ConnectionList list) =>
        list.HasMore
            ? $"More than {Counts.Number(list.Rows.Count)}"
            : Counts.Number(list.Rows.Count(r => !r.HasLeft));

    private static BrokerageTotals? Brokerage(ConnectionsView view, ConnectionCounts counts) =>
        counts.ByBrokerage.FirstOrDefault(b =>
            b.BrokerageId == view.Brokerage || b.Brokerage?.Slug == view.Brokerage
        );

    /// <summary>The name of the view's brokerage; empty without one.</summary>
    public static string NameOf(ConnectionsView view, ConnectionCounts? counts) =>
        counts is not null && Brokerage(view, counts) is { } known ? known.Name : view.Brokerage ?? "";

    /// <summary>How many there are; null when no count is kept: counts are kept by health and brokerage only.</summary>
    public static long? Total(ConnectionsView view, ConnectionCounts? counts)
    {
        if (counts is null || !IsKept(view))
            return null;
        if (view.Brokerage is null)
            return counts.All.Of(view.Health);
        return Brokerage(view, counts)?.Totals.Of(view.Health) ?? 0;
    }

    /// <summary>Whether a count of the list is kept.</summary>
    public static bool IsKept(ConnectionsView view) =>
        view is { Search: null, Days: null, Since: null, IsUncounted: false };

    private static string Order(ConnectionsView view) =>
        (view.Health, view.Sort == ConnectionSort.Newest) switch
        {
            (HealthView.All or HealthView.Verifying, _) => "disabled ones first",
            _ when view.Sort == ConnectionSort.Brokerage => "by brokerage",
            (HealthView.Disabled, false) => "oldest break first",
            (HealthView.Disabled, true) => "newest break first",
            (HealthView.Deleted, false) => "earliest deletion first",
            (HealthView.Deleted, true) => "latest deletion first",
            (var health, false) => $"longest {health.ToString().ToLowerInvariant()} first",
            (var health, true) => $"shortest {health.ToString().ToLowerInvariant()} first",
        };
}
