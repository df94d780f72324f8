using Dashboard.Features.Connections.Duplicates;

namespace Dashboard.Features.Connections;

/// <summary>What the page of one connection shows beside its timeline.</summary>
/// <param name="Siblings">The user's other connections; the first few.</param>
/// <param name="Duplicates">Likely duplicates of which this is one side; the first few.</param>
public sealed record ConnectionDetail(
    ConnectionRow Row,
    RepairRecord Record,
    IReadOnlyList<ConnectionRow> Siblings,
    IReadOnlyList<DuplicatePair> Duplicates
);
