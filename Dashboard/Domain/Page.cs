namespace Dashboard.Domain;

/// <summary>One page of a list with keyset pagination: its rows and the position of the next page.</summary>
/// <param name="Rows">In the order of the list.</param>
/// <param name="Next">The position after which the next page begins; null on the last page.</param>
public sealed record Page<TRow, TPosition>(IReadOnlyList<TRow> Rows, TPosition? Next)
    where TPosition : class;
