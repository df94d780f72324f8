using Dashboard.Domain;
using Dashboard.Domain.Time;
using Dashboard.Domain.Users;

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
            mapping[meaning] is { } column ? InputText.TrimToNull(field(column)) : null;

        List<string> leftOut = [];
        // Of what a person reads, a value that is no use is left out: the row may hold a secret.
        string? Optional(ImportField meaning, Func<string, bool> isUsable)
        {
            var text = Text(meaning);
            if (text is null || (SpreadsheetDamage.Of(text) is null && isUsable(text)))
                return text;
            leftOut.Add(ImportFields.Words(meaning));
            return null;
        }

        var userId = Text(ImportField.UserId) ?? "";
        var optedOut = Text(ImportField.OptedOut);
        var input = new UserInput(
            Optional(ImportField.Name, _ => true)
                ?? Joined(
                    Optional(ImportField.FirstName, _ => true),
                    Optional(ImportField.LastName, _ => true)
                ),
            Text(ImportField.Email),
            Optional(ImportField.Locale, text => Locales.Normalize(text) is not null),
            Text(ImportField.UserSecret),
            Optional(ImportField.TimeZone, text => ZoneNames.Canonical(text) is not null),
            // A list may be older than the customer's opt-out and must not undo it.
            optedOut is not null
            && Yes.Contains(optedOut)
                ? true
                : null
        ).Tidy();
        var problems = Damages(
                (ImportField.UserId, userId),
                (ImportField.Email, input.Email),
                (ImportField.UserSecret, input.UserSecret)
            )
            .Concat(input.Problems(userId).SelectMany(p => p.Value));
        if (optedOut is not null && !Yes.Contains(optedOut) && !No.Contains(optedOut))
            problems = problems.Append(
                "optedOut must be yes or no; leave it empty to keep the stored value."
            );
        var problem = string.Join(' ', problems);
        return problem.Length == 0
            ? new ImportRow(index, line, userId, input, Problem: null)
            {
                Warning = leftOut is []
                    ? null
                    : $"Imported without {string.Join(" and ", leftOut)}, which could not be read.",
            }
            : ImportRow.Bad(index, line, problem, UserInput.IsId(userId) ? userId : null);
    }

    private static IEnumerable<string> Damages(params (ImportField Field, string? Text)[] values) =>
        from value in values
        where value.Text is not null
        let damage = SpreadsheetDamage.Of(value.Text)
        where damage is not null
        select $"{ImportFields.Words(value.Field)} {damage}";

    private static string? Joined(string? first, string? last) =>
        first is null ? last
        : last is null ? first
        : $"{first} {last}";
}
