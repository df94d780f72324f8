using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Tests.Architecture;

public partial class HouseRulesTests
{
    private const int MaxLines = 400;
    private const int MaxApplicationLines = 200;

    [Fact]
    public void No_file_exceeds_the_maximum_length() =>
        Assert.Empty(
            Repository
                .SourceFiles()
                .Select(file => (file, lines: File.ReadLines(file).Count()))
                .Where(found =>
                    found.lines > (IsApplicationCode(found.file) ? MaxApplicationLines : MaxLines)
                )
                .Select(found => $"{Repository.Relative(found.file)} has {found.lines} lines")
        );

    [Fact]
    public void No_file_folds_its_code_away_or_puts_work_off() =>
        Assert.Empty(
            Repository
                .SourceFiles()
                .SelectMany(file =>
                    File.ReadLines(file).Select((text, index) => (file, text, line: index + 1))
                )
                .Where(found => PutOff().IsMatch(found.text))
                .Select(found => $"{Repository.Relative(found.file)}:{found.line}: {found.text.Trim()}")
        );

    [Theory]
    [InlineData("    #re" + "gion Properties")]
    [InlineData("// TO" + "DO: later")]
    [InlineData("@* FIX" + "ME *@")]
    public void Folded_code_and_work_put_off_are_recognized(string line) => Assert.Matches(PutOff(), line);

    // The analyzers that .editorconfig sets check the fields of .cs files, but not those of components.
    [Fact]
    public void Private_fields_of_components_begin_with_an_underscore() =>
        Assert.Empty(
            Repository
                .SourceFiles()
                .Where(file => Path.GetExtension(file) == ".razor")
                .SelectMany(file => File.ReadLines(file).Select(text => (file, text)))
                .Where(found => BareField().IsMatch(found.text))
                .Select(found => $"{Repository.Relative(found.file)}: {found.text.Trim()}")
        );

    [Theory]
    [InlineData("    private Operator? who;", true)]
    [InlineData("    private (byte[]? Key, string? Token) shown;", true)]
    [InlineData("    private readonly List<string> rows = [];", true)]
    [InlineData("    private Operator? _who;", false)]
    [InlineData("    private const int PageSize = 50;", false)]
    [InlineData("    private bool IsRetry => outcome is not null;", false)]
    [InlineData("    private Task PreviewAsync(TimeSpan? delay = null)", false)]
    public void Bare_fields_are_recognized(string line, bool isBare) =>
        Assert.Equal(isBare, BareField().IsMatch(line));

    [Fact]
    public void The_search_covers_the_product_and_its_tests()
    {
        var files = Repository.SourceFiles().Select(Repository.Relative).ToList();

        Assert.Contains("Dashboard/Program.cs", files);
        Assert.Contains("Dashboard.Tests/Architecture/HouseRulesTests.cs", files);
        Assert.Contains("docker-compose.yml", files);
    }

    [Fact]
    public void Every_page_of_a_feature_declares_its_permission() =>
        Assert.Empty(PagesWithoutAnAnswer(typeof(Program).Assembly.GetTypes(), "Dashboard.Features."));

    [Fact]
    public void A_page_without_a_declared_permission_is_found() =>
        Assert.Equal(
            [typeof(UndecidedPage).FullName],
            PagesWithoutAnAnswer(
                [typeof(UndecidedPage), typeof(GuardedPage), typeof(OpenPage), typeof(NoPage)],
                "Dashboard.Tests."
            )
        );

    private static bool IsApplicationCode(string file) =>
        Repository.Relative(file).StartsWith("Dashboard/", StringComparison.Ordinal)
        && Path.GetExtension(file) is ".cs" or ".razor";

    private static IEnumerable<string?> PagesWithoutAnAnswer(IEnumerable<Type> types, string prefix) =>
        types
            .Where(type => type.FullName!.StartsWith(prefix, StringComparison.Ordinal))
            .Where(type => Carries<RouteAttribute>(type))
            .Where(type => !Carries<IAuthorizeData>(type) && !Carries<IAllowAnonymous>(type))
            .Select(type => type.FullName);

    private static bool Carries<T>(Type type) => type.GetCustomAttributes(inherit: true).OfType<T>().Any();

    [GeneratedRegex(
        @"^\s*#region\b|\b(TO" + @"DO|FIX" + @"ME)\b",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex PutOff();

    [GeneratedRegex(
        @"^\s*private (readonly )?(\([^)]*\)|[\w.]+(<[^=;]*>)?)\S* [a-z]\w*( = .*)?;$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex BareField();

    [Route("/undecided")]
    private sealed class UndecidedPage : ComponentBase;

    [Route("/guarded"), Authorize]
    private sealed class GuardedPage : ComponentBase;

    [Route("/open"), AllowAnonymous]
    private sealed class OpenPage : ComponentBase;

    private sealed class NoPage : ComponentBase;
}
