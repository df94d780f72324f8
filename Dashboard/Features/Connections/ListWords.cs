using System.Globalization;

namespace Dashboard.Features.Connections;

/// <summary>The line below the list.</summary>
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

    /// <summary>"94 disabled connections, oldest break first."</summary>
    public static string Footer(ConnectionsView view, ConnectionCounts? counts, ConnectionList list)
    {
        var number =
            Total(view, counts) is { } total ? total.ToString("N0", CultureInfo.InvariantCulture)
            : list.HasMore ? $"More than {list.Rows.Count.ToString("N0", CultureInfo.InvariantCulture)}"
            : list.Rows.Count(r => !r.HasLeft).ToString("N0", CultureInfo.InvariantCulture);
        var kind = Kind(view.Health);
        var kinds =
            number == "1" ? kind : kind.Replace("connection", "connections", StringComparison.Ordinal);
        return $"{number} {kinds}, {Order(view.Health)}.";
    }

    // Counts are kept by health and brokerage; what else narrows the list is not counted ahead.
    private static long? Total(ConnectionsView view, ConnectionCounts? counts)
    {
        if (counts is null || view.Search is not null || view.Days is not null)
            return null;
        if (view.Brokerage is not { } wanted)
            return ConnectionFilters.TotalOf(counts.All, view.Health);
        var brokerage = counts.ByBrokerage.FirstOrDefault(b =>
            b.BrokerageId == wanted || b.Brokerage?.Slug == wanted
        );
        return brokerage is null ? 0 : ConnectionFilters.TotalOf(brokerage.Totals, view.Health);
    }

    private static string Order(HealthView view) =>
        view switch
        {
            HealthView.Disabled => "oldest break first",
            HealthView.All or HealthView.Verifying => "disabled ones first",
            _ => "longest first",
        };
}
