namespace Dashboard.Features.Connections.Selection;

/// <summary>Which connections were selected, to be read when something is done to them.</summary>
/// <param name="Words">"Disabled, Questrade, broken for more than 3 days", for whoever reads of it later.</param>
/// <param name="Filter">All that match it, but for <paramref name="Ids"/>; null: only <paramref name="Ids"/>.</param>
/// <param name="Ids">Those that were picked, or that were taken out again.</param>
public sealed record SelectedConnections(
    string Words,
    ConnectionFilter? Filter,
    IReadOnlyCollection<string> Ids
);
