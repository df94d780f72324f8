using Dashboard.Features.Connections.HandOvers;
using Dashboard.Features.Connections.Selection;

namespace Dashboard.Features.Connections;

/// <summary>
/// What all rows of a list have in common. One parameter instead of four: each is a frame in every row of every open screen.
/// </summary>
/// <param name="View">The health of the list.</param>
/// <param name="Actions">What can be done with a row.</param>
/// <param name="Selection">Which rows are selected; it changes.</param>
/// <param name="HandOver">Marks the rows that changed since the operator left; null: none.</param>
public sealed record RowLook(
    HealthView View,
    RowActions Actions,
    ConnectionSelection Selection,
    HandOver? HandOver
);
