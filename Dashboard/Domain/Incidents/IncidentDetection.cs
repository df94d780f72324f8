namespace Dashboard.Domain.Incidents;

/// <summary>The state of a brokerage besides its breaks.</summary>
/// <param name="Connections">The number of its connections that are not deleted.</param>
/// <param name="KnownSince">Before this time its breaks were not counted.</param>
public sealed record BrokerageSituation(long Connections, DateTimeOffset KnownSince)
{
    /// <summary>SnapTrade calls it degraded or in maintenance.</summary>
    public bool IsTroubled { get; init; }

    /// <summary>When the open incident began; null: there is none.</summary>
    public DateTimeOffset? OpenSince { get; init; }

    /// <summary>Breaks up to this time don't count any more; null: all count.</summary>
    public DateTimeOffset? HandledUntil { get; init; }

    /// <summary>Incidents of the last 30 days; breaks during them are not usual.</summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Outages { get; init; } = [];

    internal bool IsOrdinary(long first, long last)
    {
        if (first < BreakSeries.StepOf(KnownSince))
            return false;
        foreach (var (from, to) in Outages)
        {
            if (BreakSeries.StepOf(from) <= last && first <= BreakSeries.StepOf(to))
                return false;
        }
        return true;
    }
}

public enum IncidentStatus
{
    None,
    Started,
    Continuing,
    Over,
}

/// <param name="Since">The start of the five minutes in which it began, when it has started.</param>
/// <param name="Breaks">How many connections broke since then.</param>
/// <param name="Expected">How many usually would in that time.</param>
public sealed record IncidentFinding(
    IncidentStatus Status,
    DateTimeOffset Since = default,
    int Breaks = 0,
    double Expected = 0
);

/// <summary>
/// Distinguishes a brokerage's outage from unrelated breaks. The breaks of the last five to ten, fifteen to twenty and sixty
/// to sixty-five minutes are compared with the brokerage's own last 28 days (<see cref="UsualBreaks"/>), as health
/// authorities look for outbreaks in weekly counts: Farrington et al., J. R. Stat. Soc. A 159 (1996) 547, with the
/// negative binomial tail of Noufaily et al., Stat. Med. 32 (2013) 1206.
/// </summary>
/// <remarks>
/// A few breaks are never an incident: within an hour there must be several times the usual number. The threshold to start
/// is much higher than to continue, and breaks of ended incidents don't count, so that incidents don't flap.
/// </remarks>
public static class IncidentDetection
{
    /// <summary>The maximum time for which SnapTrade's status keeps an incident without new breaks open.</summary>
    public static readonly TimeSpan LongestTrouble = TimeSpan.FromDays(1);

    // The last step is incomplete: a stretch covers 5, 15 or 60 minutes and up to one step more.
    private static readonly int[] Stretches = [2, 4, 13];
    private const int Longest = 13;

    // Less than one in a million by chance. When SnapTrade reports a problem, less evidence is needed.
    private static readonly Proof Starting = new(Breaks: 5, Factor: 3, Surprise: 14);
    private static readonly Proof StartingTroubled = new(Breaks: 5, Factor: 2, Surprise: 7);
    private static readonly Proof Lasting = new(Breaks: 3, Factor: 2, Surprise: 5);

    public static IncidentFinding Look(BreakSeries series, BrokerageSituation situation, DateTimeOffset now)
    {
        var last = BreakSeries.StepOf(now);
        if (situation.OpenSince is { } since)
            return new IncidentFinding(
                IsProven(series, last, situation, Lasting) || IsKeptOpen(situation, since, now)
                    ? IncidentStatus.Continuing
                    : IncidentStatus.Over
            );
        var proof = situation.IsTroubled ? StartingTroubled : Starting;
        return IsProven(series, last, situation, proof)
            ? Begun(series, last, situation)
            : new IncidentFinding(IncidentStatus.None);
    }

    private static bool IsKeptOpen(BrokerageSituation situation, DateTimeOffset since, DateTimeOffset now) =>
        situation.IsTroubled && now - since < LongestTrouble;

    private static bool IsProven(BreakSeries series, long last, BrokerageSituation situation, Proof proof)
    {
        foreach (var stretch in Stretches)
        {
            var breaks = series.Sum(last, Math.Min(stretch, Fresh(situation, last)));
            if (breaks < proof.Breaks)
                continue;
            var usual = UsualBreaks.Of(series, last, stretch, situation);
            if (breaks >= proof.Factor * usual.Mean && usual.Surprise(breaks) >= proof.Surprise)
                return true;
        }
        return false;
    }

    /// <summary>How many of the last steps count.</summary>
    private static int Fresh(BrokerageSituation situation, long last) =>
        situation.HandledUntil is { } until
            ? (int)Math.Clamp(last - BreakSeries.StepOf(until), 0, Longest)
            : Longest;

    private static IncidentFinding Begun(BreakSeries series, long last, BrokerageSituation situation)
    {
        var perStep = UsualBreaks.Of(series, last, Longest, situation).Mean / Longest;
        var steps = BurstStart.StepsAgo(series, last, Fresh(situation, last), perStep);
        return new IncidentFinding(
            IncidentStatus.Started,
            BreakSeries.StartOf(last - steps + 1),
            series.Sum(last, steps),
            perStep * steps
        );
    }

    /// <param name="Breaks">The fewest that are many.</param>
    /// <param name="Factor">How many times the usual ones they must be.</param>
    /// <param name="Surprise">See <see cref="UsualBreaks.Surprise"/>.</param>
    private sealed record Proof(int Breaks, double Factor, double Surprise);
}
