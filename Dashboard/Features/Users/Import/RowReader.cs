namespace Dashboard.Features.Users.Import;

/// <summary>Reads the fields of a row. An empty field changes nothing.</summary>
/// <param name="mapping">Which column holds which field.</param>
internal sealed class RowReader(ImportMapping mapping)
{
    private static readonly HashSet<string> Yes = new(StringComparer.OrdinalIgnoreCase)
    {
        "true",
        "yes",
        "y",
        "1",
        "x",
    };
    private static readonly HashSet<string> No = new(StringComparer.OrdinalIgnoreCase)
    {
        "false",
        "no",
        "n",
        "0",
    };

    /// <param name="index">See <see cref="ImportRow.Index"/>.</param>
    /// <param name="line">See <see cref="ImportRow.Line"/>.</param>
    /// <param name="field">The text of a column; empty where the row is shorter.</param>
    public ImportRow Read(int index, long line, Func<int, string> field)
    {
        string? Text(ImportField meaning) =>
            mapping[meaning] is { } column && field(column).Trim() is { Length: > 0 } text ? text : null;

        // Not trimmed: spaces are part of an id.
        var userId = mapping[ImportField.UserId] is { } at ? field(at) : "";
        var optedOut = Text(ImportField.OptedOut);
        var input = new UserInput(
            Text(ImportField.Name) ?? Joined(Text(ImportField.FirstName), Text(ImportField.LastName)),
            Text(ImportField.Email),
            Text(ImportField.Locale),
            Text(ImportField.UserSecret),
            Text(ImportField.TimeZone),
            // A list may be older than the customer's opt-out and must not undo it.
            optedOut is not null
            && Yes.Contains(optedOut)
                ? true
                : null
        );
        var problems = input.Problems(userId).SelectMany(p => p.Value);
        if (optedOut is not null && !Yes.Contains(optedOut) && !No.Contains(optedOut))
            problems = problems.Append("optedOut must be yes or no; leave it empty to keep it.");
        var problem = string.Join(' ', problems);
        return problem.Length == 0
            ? new ImportRow(index, line, userId, input, Problem: null)
            : ImportRow.Bad(index, line, problem, UserInput.IsId(userId) ? userId : null);
    }

    private static string? Joined(string? first, string? last) =>
        first is null ? last
        : last is null ? first
        : $"{first} {last}";
}
