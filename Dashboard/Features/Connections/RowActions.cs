namespace Dashboard.Features.Connections;

/// <summary>The actions on a row of the list; null when no feature offers one, or the role does not allow it.</summary>
public sealed record RowActions
{
    public Func<ConnectionRow, Task>? Copy { get; init; }
    public Func<ConnectionRow, Task>? Send { get; init; }
    public Func<ConnectionRow, Task>? Check { get; init; }

    /// <summary>Selects or deselects a row; true: with all rows from the last one that was clicked.</summary>
    public Func<ListedConnection, bool, Task>? Select { get; init; }

    /// <summary>Selects all rows, or none when all are selected.</summary>
    public Func<Task>? SelectAll { get; init; }
}
