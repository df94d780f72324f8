namespace Dashboard.Features.Connections;

/// <summary>What can be done with a row of the list; null: nobody offers it, or the role does not allow it.</summary>
public sealed record RowActions
{
    public Func<ConnectionRow, Task>? Copy { get; init; }
    public Func<ConnectionRow, Task>? Send { get; init; }
    public Func<ConnectionRow, Task>? Check { get; init; }

    /// <summary>Ticks a row or takes it out; true: with all rows from the last one that was pressed.</summary>
    public Func<ListedConnection, bool, Task>? Select { get; init; }

    /// <summary>Ticks all rows, or none when all are ticked.</summary>
    public Func<Task>? SelectAll { get; init; }
}
