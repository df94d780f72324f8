namespace Dashboard.Tests.Architecture;

/// <summary>One name for one thing, in the usual words: phrases that were replaced must not come back.</summary>
public class VocabularyTests
{
    // In texts and guides, ignoring case; comments are free.
    private static readonly Dictionary<string, string> Instead = new(StringComparer.OrdinalIgnoreCase)
    {
        ["brokerage incident"] = "brokerage outage",
        ["anew"] = "again",
        ["They are two logins"] = "Keep both: two different logins",
        ["what is broken can be"] = "not available while healthy",
        [">Triage<"] = ">Follow-up<",
        ["host application"] = "your app",
        [">inferred<"] = ">likely<",
        ["check was queued"] = "being checked",
        ["news was"] = "superseded by a newer event",
        ["nothing waits"] = "queue is empty",
        ["suppressed address"] = "blocked address",
        ["suppressed addresses"] = "blocked addresses",
        ["address is suppressed"] = "address is blocked",
        ["lift its suppression"] = "unblock it",
        ["short while ago"] = "recently",
        ["get none"] = "will not be e-mailed",
        ["server took it"] = "accepted by the mail server",
        ["asked for it"] = "requested by",
        ["asked for by"] = "requested by",
        ["done its work"] = "link used",
        ["come to one"] = "are combined into one",
        ["most to one"] = "per person",
        ["Write a whole number"] = "Enter 0 or more",
        ["only become files"] = "are saved as files, not sent",
        ["tell everything"] = "webhook delivery",
        ["told by webhook"] = "reported by webhook",
        ["no webhook at all"] = "missed",
        ["full pass"] = "full check",
        ["was ever found"] = "found in the last check",
        ["nobody has verified"] = "not checked yet",
        ["is going on"] = "is running",
        ["Invitations without an answer"] = "Pending invitations",
        ["holds at once"] = "applies immediately",
        ["does not open this page"] = "You need the … role",
        ["one a line"] = "one address per line",
        ["too many broken"] = "alert above a number of broken connections",
        ["another number of fields"] = "wrong number of columns",
        ["was faster"] = "someone else changed this",
        ["of six digits"] = "6-digit",
        ["take a passkey"] = "use a passkey",
        ["look into your"] = "check your",
        ["open-now link"] = "5-minute link",
        ["Title=\"Reconciliation\""] = "Title=\"Data checks\"",
        ["whoever"] = "the person who, anyone who",
        ["for none"] = "none",
        ["in hand"] = "in progress",
        ["untold"] = "not reported",
    };

    [Fact]
    public void Texts_use_the_standard_words() =>
        Assert.Empty(
            Repository
                .SourceFiles()
                .Where(HoldsTexts)
                .SelectMany(file => File.ReadLines(file).Select((line, index) => (file, line, index)))
                .SelectMany(l => Replaced(l.line).Select(words => (l.file, l.index, words)))
                .Select(l =>
                    $"{Repository.Relative(l.file)}:{l.index + 1}: not “{l.words}”, but “{Instead[l.words]}”"
                )
        );

    [Theory]
    [InlineData("<h2>Triage</h2>", ">Triage<")]
    [InlineData("\"The mail server took it\"", "server took it")]
    [InlineData("<p>Whoever uses it has to sign in again.</p>", "whoever")]
    [InlineData("// The mail server took it")]
    [InlineData("/// <summary>The last full pass.</summary>")]
    [InlineData("Triage = new TriageNote();")]
    [InlineData("\"newly broken, in handling\"")]
    public void Only_texts_with_replaced_words_are_found(string line, params string[] found) =>
        Assert.Equal(found, Replaced(line), StringComparer.OrdinalIgnoreCase);

    private static bool HoldsTexts(string file)
    {
        var path = Repository.Relative(file);
        return path.StartsWith("Dashboard/", StringComparison.Ordinal)
            ? Path.GetExtension(file) is ".cs" or ".razor" or ".js"
            : path == "README.md" || path.StartsWith("docs/", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Replaced(string line) =>
        IsComment(line) ? [] : Instead.Keys.Where(words => Contains(line, words));

    // As whole words, so that "handling" is not found for "in hand".
    private static bool Contains(string line, string words)
    {
        for (var at = 0; (at = line.IndexOf(words, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + words.Length;
            if (!IsInside(line, at) && !IsInside(line, end))
                return true;
        }
        return false;
    }

    private static bool IsInside(string line, int at) =>
        at > 0 && at < line.Length && char.IsLetter(line[at - 1]) && char.IsLetter(line[at]);

    private static bool IsComment(string line) =>
        line.TrimStart().StartsWith("//", StringComparison.Ordinal)
        || line.TrimStart().StartsWith("@*", StringComparison.Ordinal);
}
