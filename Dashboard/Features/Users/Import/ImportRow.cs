namespace Dashboard.Features.Users.Import;

/// <summary>A row of a file, read and judged. Its text form shows nothing of it.</summary>
/// <param name="Index">Among all rows, from 0; the same in every reading of the file.</param>
/// <param name="Line">In the file, from 1, where the row begins.</param>
/// <param name="UserId">Null when the row has none that is valid.</param>
/// <param name="Input">What it says; null when it breaks a rule.</param>
/// <param name="Problem">Which rule it breaks, in words that hold nothing of the row.</param>
internal sealed record ImportRow(int Index, long Line, string? UserId, UserInput? Input, string? Problem)
{
    public static ImportRow Bad(int index, long line, string problem, string? userId = null) =>
        new(index, line, userId, Input: null, problem);

    public override string ToString() => $"Row {Index}, line {Line}";
}
