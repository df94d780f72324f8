using System.Runtime.InteropServices;
using Dashboard.Domain.Connections;

namespace Dashboard.Domain.Outcomes;

/// <summary>How long one thing is known to have lasted.</summary>
/// <param name="Seconds">Until it ended, or, while it has not, as far as it is known.</param>
/// <param name="Outcome">How it ended; <see cref="EpisodeOutcome.Deleted"/> for any end that rules out the other. Null: it has not ended.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Observation(int Seconds, EpisodeOutcome? Outcome);

/// <param name="Share">The share repaired by then, 0 to 1.</param>
/// <param name="Low">The lower limit of the band of 95 %.</param>
/// <param name="High">The upper limit.</param>
public sealed record CurvePoint(int Seconds, double Share, double Low, double High);

/// <summary>
/// The share repaired by a time: the cumulative incidence of Aalen and Johansen, with deletion as a competing end and open
/// episodes as far as they are known. The band is Greenwood's on the log(-log) scale.
/// </summary>
/// <remarks>
/// Aalen, Johansen: Scand. J. Stat. 5 (1978) 141. The variance is that of Marubini, Valsecchi: Analysing Survival Data (1995),
/// chapter 10; without deletions it is Greenwood's.
/// </remarks>
public sealed class RepairCurve
{
    /// <summary>Below this number of episodes a share means little.</summary>
    public const int FewestEpisodes = 10;

    // Shares are sums of fractions.
    private const double Tolerance = 1e-9;
    private const double Normal95 = 1.959963984540054;

    // There may be a hundred thousand, of which a few are asked for: only their bands are computed.
    private readonly List<Step> _steps = [];

    private RepairCurve() { }

    /// <summary>The times at which the share grows, in their order.</summary>
    public IReadOnlyList<CurvePoint> Steps => [.. _steps.Select(PointOf)];

    public static RepairCurve Of(IEnumerable<Observation> observations)
    {
        var ordered = observations.ToArray();
        Array.Sort(ordered, (a, b) => a.Seconds.CompareTo(b.Seconds));
        var curve = new RepairCurve();
        var sums = new IncidenceSums();
        for (var i = 0; i < ordered.Length; )
        {
            var (seconds, atRisk) = (ordered[i].Seconds, ordered.Length - i);
            var (repaired, deleted) = (0, 0);
            // Ends come before what is no longer known at the same instant: all of them are at risk.
            for (; i < ordered.Length && ordered[i].Seconds == seconds; i++)
            {
                if (ordered[i].Outcome == EpisodeOutcome.Repaired)
                    repaired++;
                else if (ordered[i].Outcome is not null)
                    deleted++;
            }
            if (repaired + deleted == 0)
                continue;
            sums.Add(atRisk, repaired, deleted);
            if (repaired > 0)
                curve._steps.Add(new Step(seconds, sums.Share, sums.Variance));
        }
        return curve;
    }

    /// <summary>The share repaired within that many seconds.</summary>
    public double ShareBy(int seconds) => At(seconds)?.Share ?? 0;

    /// <summary>The point of the curve at a time; null before the first repair.</summary>
    public CurvePoint? At(int seconds)
    {
        var (low, high) = (0, _steps.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_steps[middle].Seconds <= seconds)
                low = middle + 1;
            else
                high = middle;
        }
        return low == 0 ? null : PointOf(_steps[low - 1]);
    }

    /// <summary>The shortest time within which that share is repaired; null when it is never reached.</summary>
    public int? Within(double share)
    {
        var index = _steps.FindIndex(step => step.Share >= share - Tolerance);
        return index < 0 ? null : _steps[index].Seconds;
    }

    private static CurvePoint PointOf(Step step)
    {
        var (low, high) = BandOf(step.Share, step.Variance);
        return new CurvePoint(step.Seconds, step.Share, low, high);
    }

    private static (double Low, double High) BandOf(double share, double variance)
    {
        // Neither none nor all has a logarithm of its logarithm.
        if (share <= Tolerance || share >= 1 - Tolerance)
            return (share, share);
        var spread = Math.Exp(Normal95 * Math.Sqrt(variance) / (share * Math.Abs(Math.Log(share))));
        return (Math.Pow(share, spread), Math.Pow(share, 1 / spread));
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Step(int Seconds, double Share, double Variance);
}
