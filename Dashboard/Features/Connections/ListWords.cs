using System.Globalization;

namespace Dashboard.Features.Connections;

/// <summary>The lines above and below the list.</summary>
public static class ListWords
{
    /// <summary>"disabled connection", for one of them.</summary>
    public static string Kind(HealthView view) =>
        view switch
        {
            HealthView.All => "connection",
            HealthView.Verifying => "connection awaiting verification",
            _ => view.ToString().ToLowerInvariant() + " connection",
        };

    /// <summary>"1 just broke: show".</summary>
    public static string New(HealthView view, int count) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {(view == HealthView.Disabled ? "just broke" : "new")}: show";

    /// <summary>"94 disabled connections, oldest break first."</summary>
    public static string Footer(ConnectionsView view, ConnectionCounts? counts, ConnectionList list)
    {
        var number = Total(view, counts) is { } total ? Words(total) : Listed(list);
        var kind = Kind(view.Health);
        var kinds =
            number == "1" ? kind : kind.Replace("connection", "connections", StringComparison.Ordinal);
        return $"{number} {kinds}, {Order(view.Health)}.";
    }

    /// <summary>"99 disabled", "14 of 99 disabled at Robinhood"; "14 shown" for what is not counted ahead.</summary>
    public static string Shown(ConnectionsView view, ConnectionCounts? counts, ConnectionList list)
    {
        if (Total(view, counts) is not { } total)
            return $"{Listed(list)} shown";
        var kind = view.Health == HealthView.All ? "" : " " + view.Health.ToString().ToLowerInvariant();
        if (view.Brokerage is null)
            return kind.Length == 0 ? $"{Words(total)} in all" : Words(total) + kind;
        var all = ConnectionFilters.TotalOf(counts!.All, view.Health);
        var name = Brokerage(view, counts) is { } known ? ConnectionFilters.NameOf(known) : view.Brokerage;
        return $"{Words(total)} of {Words(all)}{kind} at {name}";
    }

    private static string Words(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Listed(ConnectionList list) =>
        list.HasMore ? $"More than {Words(list.Rows.Count)}" : Words(list.Rows.Count(r => !r.HasLeft));

    private static BrokerageTotals? Brokerage(ConnectionsView view, ConnectionCounts counts) =>
        counts.ByBrokerage.FirstOrDefault(b =>
            b.BrokerageId == view.Brokerage || b.Brokerage?.Slug == view.Brokerage
        );

    // Counts are kept by health and brokerage; what else narrows the list is not counted ahead.
    private static long? Total(ConnectionsView view, ConnectionCounts? counts)
    {
        if (counts is null || view.Search is not null || view.Days is not null)
            return null;
        if (view.Brokerage is null)
            return ConnectionFilters.TotalOf(counts.All, view.Health);
        return Brokerage(view, counts) is { } found
            ? ConnectionFilters.TotalOf(found.Totals, view.Health)
            : 0;
    }

    private static string Order(HealthView view) =>
        view switch
        {
            HealthView.Disabled => "oldest break first",
            HealthView.All or HealthView.Verifying => "disabled ones first",
            HealthView.Deleted => "earliest deletion first",
            _ => $"longest {view.ToString().ToLowerInvariant()} first",
        };
}
