using Dashboard.Components.Parts;
using Dashboard.Domain.Reconciliation;
using Dashboard.Text;

namespace Dashboard.Features.Reconciliation.Screen;

/// <summary>
/// What is known about whether the stored data is SnapTrade's, in one sentence. It says that they agree only when the last
/// full check compared every user that it could, and nothing has stood in the way since.
/// </summary>
/// <param name="Detail">What it means or what to do; null: the sentence says it all.</param>
internal sealed record Verdict(Tone Tone, string Sentence, string? Detail = null)
{
    /// <param name="last">The last full pass that finished; null: none has.</param>
    /// <param name="running">The full pass that has not finished; null: none is running.</param>
    /// <param name="found">The differences that the last one found, by kind.</param>
    /// <param name="isOverdue">Whether the last one is so old that others must have been missed.</param>
    public static Verdict Of(
        SweepPass? last,
        SweepPass? running,
        IReadOnlyDictionary<DifferenceKind, int> found,
        bool isOverdue
    )
    {
        if (running is { PausedAt: null, Trouble: { } trouble })
            return new(
                SweepWords.IsOurs(trouble) ? Tone.Bad : Tone.Wait,
                "Unknown: no user can be checked now",
                SweepWords.Trouble(trouble)
            );
        return last switch
        {
            null when running is not null => new(Tone.Wait, "Unknown until the first full check is done"),
            null => new(Tone.Wait, "Unknown: no full check yet"),
            { ComparedNobody: true } => new(
                Tone.Bad,
                "Unknown: the last full check compared no user",
                SweepWords.Failure(last)
            ),
            { Reach: PassReach.Nobody } => new(
                Tone.Wait,
                "Unknown: there was no user to check",
                "Users can be checked once their user secret is known."
            ),
            _ when isOverdue => new(
                Tone.Wait,
                "Out of date: no full check has finished since it was due",
                "The data may differ from SnapTrade’s. Start a check, or see whether one is paused."
            ),
            { Reach: PassReach.Some } => new(
                Tone.Wait,
                $"{Found(last, found)}; unknown for {Counts.Of(last.Failed, "user")}",
                $"{Counts.Of(last.Failed, "user")} could not be read. The next full check includes them again."
            ),
            _ => new(Tone.Ok, Found(last, found)),
        };
    }

    private static string Found(SweepPass last, IReadOnlyDictionary<DifferenceKind, int> found)
    {
        var compared = Counts.Of(last.Checked, "user");
        return found.Count == 0
            ? $"The dashboard and SnapTrade agree on all connections of {compared}"
            : $"{Counts.Of(found.Values.Sum(), "difference")} found and corrected among {compared}: {SweepWords.Found(found)}";
    }
}
