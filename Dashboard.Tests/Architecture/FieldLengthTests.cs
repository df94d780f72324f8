using System.Text.RegularExpressions;
using Dashboard.Components;

namespace Dashboard.Tests.Architecture;

/// <summary>A text that is too large for the connection to the server would be lost together with other input.</summary>
public sealed partial class FieldLengthTests
{
    [Fact]
    public void Every_field_for_text_has_a_limit()
    {
        var fields = Directory
            .EnumerateFiles(
                Path.Combine(Repository.Root, "Dashboard"),
                "*.razor",
                SearchOption.AllDirectories
            )
            .SelectMany(file =>
                Field()
                    .Matches(File.ReadAllText(file))
                    .Select(match => $"{Path.GetFileName(file)}: {match.Value}")
            )
            .Where(field => !NotTyped().IsMatch(field))
            .ToList();
        Assert.NotEmpty(fields);
        Assert.DoesNotContain(
            fields,
            field => !field.Contains("maxlength=", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public void The_connection_accepts_the_largest_field_fully_escaped() =>
        Assert.True(InputLimits.MessageBytes > InputLimits.Text * @"\u0000".Length);

    // Attribute values may contain ">" of lambdas.
    [GeneratedRegex(
        """<(input|textarea|TextField|MudTextField|MudNumericField)\b([^>"]|"[^"]*")*>""",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Field();

    [GeneratedRegex(
        """type="(checkbox|radio|hidden|file|datetime-local|date|time|number|range|submit)"|\breadonly\b""",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex NotTyped();
}
