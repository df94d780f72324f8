using System.Text.RegularExpressions;

namespace Dashboard.Features.Users.Import;

/// <summary>
/// Detects values damaged by spreadsheets: a long number in scientific notation, which can be many different ids, a
/// column that was too narrow, the result of a formula that failed.
/// </summary>
internal static partial class SpreadsheetDamage
{
    /// <summary>What happened to the value, as the end of a sentence; null when nothing did.</summary>
    public static string? Of(string text) =>
        ScientificNotation().IsMatch(text)
            ? "is a number that a spreadsheet has rounded: format the column as text, and export it again."
        : Hashes().IsMatch(text) ? "is ####, because a column was too narrow: widen it, and export it again."
        : ErrorValue().IsMatch(text)
            ? "is an error value of a spreadsheet: correct the formula, and export it again."
        : null;

    [GeneratedRegex(
        @"^[+-]?\d+([.,]\d*)?E[+-]\d{1,3}$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex ScientificNotation();

    [GeneratedRegex("^#{2,}$", RegexOptions.NonBacktracking)]
    private static partial Regex Hashes();

    // In any language: #N/A, #REF!, #NAME?, #DIV/0!, #NV, #WERT!, #¡VALOR!, and those of newer versions.
    [GeneratedRegex(
        @"^(#¡?[\p{Lu}_/.]+[0]?[!?]|#N/A|#N/D|#NV|#NULL!?|#GETTING_DATA|#SPILL|#CALC|#REF|#VALUE|#NAME|#NUM|#ERROR|Err:\d{3})$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex ErrorValue();
}
