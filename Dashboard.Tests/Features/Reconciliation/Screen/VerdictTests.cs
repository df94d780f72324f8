using Dashboard.Components.Parts;
using Dashboard.Domain.Reconciliation;
using Dashboard.Features.Reconciliation.Screen;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Reconciliation.Screen;

public sealed class VerdictTests
{
    private static readonly IReadOnlyDictionary<DifferenceKind, int> Nothing =
        new Dictionary<DifferenceKind, int>();

    [Fact]
    public void It_says_agree_only_when_everybody_was_compared_and_nothing_stands_in_the_way()
    {
        SweepPass?[] lasts =
        [
            null,
            Pass(),
            Pass(failed: 3),
            Pass(isChecked: 2, failed: 1),
            Pass(isChecked: 3),
        ];
        SweepPass?[] runnings =
        [
            null,
            Pass(),
            .. Enum.GetNames<SnapTradeErrorKind>().Select(t => Pass(trouble: t)),
        ];
        foreach (var last in lasts)
        foreach (var running in runnings)
        foreach (var isOverdue in (bool[])[true, false])
        {
            var verdict = Verdict.Of(last, running, Nothing, isOverdue);
            var isKnown = last?.Reach == PassReach.Everybody && running?.Trouble is null && !isOverdue;
            Assert.Equal(isKnown, verdict.Tone == Tone.Ok);
            Assert.Equal(isKnown, verdict.Sentence.EndsWith("agree on all connections of 3 users"));
        }
    }

    [Fact]
    public void Differences_are_named_by_kind()
    {
        var found = new Dictionary<DifferenceKind, int>
        {
            [DifferenceKind.MissedBreak] = 2,
            [DifferenceKind.VanishedConnection] = 1,
        };
        Assert.Equal(
            "3 differences found and corrected among 3 users: 2 missed breaks, 1 vanished connection",
            Verdict.Of(Pass(isChecked: 3), null, found, isOverdue: false).Sentence
        );
    }

    [Fact]
    public void A_key_that_is_refused_is_ours_to_correct()
    {
        var verdict = Verdict.Of(
            Pass(isChecked: 3),
            Pass(trouble: "Unauthorized"),
            Nothing,
            isOverdue: false
        );
        Assert.Equal(Tone.Bad, verdict.Tone);
        Assert.Contains("SnapTrade__ConsumerKey", verdict.Detail);
    }

    private static SweepPass Pass(long isChecked = 0, long failed = 0, string? trouble = null)
    {
        var pass = new SweepPass { Scope = PassScope.All, StartedAt = Some.Noon };
        Set(pass, nameof(SweepPass.Checked), isChecked);
        Set(pass, nameof(SweepPass.Failed), failed);
        Set(pass, nameof(SweepPass.Total), isChecked + failed);
        Set(pass, nameof(SweepPass.Trouble), trouble);
        return pass;
    }

    // The columns are written by the database alone.
    private static void Set(SweepPass pass, string name, object? value) =>
        typeof(SweepPass).GetProperty(name)!.SetValue(pass, value);
}
