namespace Dashboard.Features.Users.Import;

/// <summary>A validated row of a file. Its text form contains no data of it.</summary>
/// <param name="Index">Among all rows, from 0; the same in every reading of the file.</param>
/// <param name="Line">In the file, from 1, where the row begins.</param>
/// <param name="UserId">Null when the row has none that is valid.</param>
/// <param name="Input">The change; null when the row is invalid.</param>
/// <param name="Problem">Why the row is invalid, without data of the row.</param>
internal sealed record ImportRow(int Index, long Line, string? UserId, UserInput? Input, string? Problem)
{
    /// <summary>What of the row is not imported, without data of the row; null when all of it is.</summary>
    public string? Warning { get; init; }

    public static ImportRow Bad(int index, long line, string problem, string? userId = null) =>
        new(index, line, userId, Input: null, problem);

    public override string ToString() => $"Row {Index}, line {Line}";
}
