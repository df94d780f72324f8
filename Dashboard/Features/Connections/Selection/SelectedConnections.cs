namespace Dashboard.Features.Connections.Selection;

/// <summary>Which connections were selected. They are read when an action runs on them.</summary>
/// <param name="Words">"Disabled, Questrade, broken for more than 3 days", for records.</param>
/// <param name="Filter">All that match it, except <paramref name="Ids"/>; null: only <paramref name="Ids"/>.</param>
/// <param name="Ids">The selected ones, or the ones that were deselected.</param>
public sealed record SelectedConnections(
    string Words,
    ConnectionFilter? Filter,
    IReadOnlyCollection<string> Ids
);
