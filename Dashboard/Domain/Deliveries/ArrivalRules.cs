namespace Dashboard.Domain.Deliveries;

/// <summary>What is known of deliveries at a moment.</summary>
/// <param name="LastAcceptedAt">Null: none ever was.</param>
/// <param name="Refused">The deliveries of the last day and hour that SnapTrade probably sent and that were refused, oldest first.</param>
public sealed record Arrivals(
    DateTimeOffset Now,
    DateTimeOffset? LastAcceptedAt,
    ArrivalHistory History,
    IReadOnlyList<LikelyRefusal> Refused
)
{
    /// <summary>Since then the server runs and the last silence is over: what is missing before is explained.</summary>
    public DateTimeOffset ObservedSince { get; init; }

    /// <summary>No shorter silence raises an alarm.</summary>
    public TimeSpan SilenceAfter { get; init; } = ArrivalRules.MinSilence;

    /// <summary>Those that matter: of senders who only resemble SnapTrade, the ones after which nothing was accepted.</summary>
    internal IEnumerable<LikelyRefusal> RefusedInEarnest =>
        Refused.Where(r => r.IsProven || !(LastAcceptedAt > r.At));
}

/// <param name="IsProven">Whether its sender has one of our keys.</param>
public readonly record struct LikelyRefusal(DateTimeOffset At, bool IsProven);

/// <summary>Why an alarm is over.</summary>
public enum AlarmEnd
{
    /// <summary>Webhooks arrive again.</summary>
    Recovered = 1,

    /// <summary>Another alarm says more.</summary>
    Superseded,

    /// <summary>It was not found out within a day.</summary>
    GivenUp,
}

/// <summary>What is wrong, and the figures that show it.</summary>
/// <param name="Usual">How many would have been usual in that time.</param>
public sealed record ArrivalFinding(WebhookAlarmKind Kind, long Seen, double? Usual);

/// <summary>Decides when the arrival of webhooks is not as it should be: the dead man's switch.</summary>
public static class ArrivalRules
{
    /// <summary>By default: a restart at SnapTrade is no alarm, however many deliveries are usual.</summary>
    public static readonly TimeSpan MinSilence = TimeSpan.FromMinutes(4);

    /// <summary>Refused deliveries raise an alarm this long after the first at the latest.</summary>
    public static readonly TimeSpan RefusedPatience = TimeSpan.FromMinutes(4);
    public static readonly TimeSpan RefusedWindow = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RefusedMatters = TimeSpan.FromHours(1);
    private static readonly TimeSpan GiveUp = TimeSpan.FromDays(1);
    private const int RefusedAtOnce = 3;

    // Nothing of a Poisson process with this expectation has a probability of one in a million.
    private const double PlainlyMissing = 14;

    // A quarter of so many, likewise.
    private const double PlainlyFew = 35;
    private const double Few = 0.25;
    private const double EnoughAgain = 0.5;

    // Memory of the search for the beginning of a silence.
    private const int MaxHours = 24 * 7;

    /// <summary>What is wrong now; at most one of each kind.</summary>
    public static IEnumerable<ArrivalFinding> Judge(Arrivals arrivals)
    {
        if (Silence(arrivals) is { } silence)
            yield return silence;
        else if (Lowness(arrivals) is { } low)
            yield return low;
        if (IsRefusing(arrivals))
            yield return new(WebhookAlarmKind.Refused, arrivals.Refused.Count, Usual: null);
    }

    /// <summary>Why an alarm is over; null while it lasts.</summary>
    public static AlarmEnd? EndOf(WebhookAlarm alarm, Arrivals arrivals) =>
        alarm.Kind switch
        {
            WebhookAlarmKind.Silent => arrivals.LastAcceptedAt > alarm.StartedAt ? AlarmEnd.Recovered : null,
            WebhookAlarmKind.Low => EndOfLow(alarm, arrivals),
            _ => EndOfRefusing(alarm, arrivals),
        };

    private static AlarmEnd? EndOfLow(WebhookAlarm alarm, Arrivals arrivals)
    {
        if (Silence(arrivals) is not null)
            return AlarmEnd.Superseded;
        if (Lately(arrivals) is (> 0 and var seen, var low) && seen >= low * EnoughAgain)
            return AlarmEnd.Recovered;
        return arrivals.Now - alarm.StartedAt >= GiveUp ? AlarmEnd.GivenUp : null;
    }

    private static AlarmEnd? EndOfRefusing(WebhookAlarm alarm, Arrivals arrivals)
    {
        var last = arrivals.RefusedInEarnest.LastOrDefault().At;
        if (arrivals.Now - last < RefusedWindow)
            return null;
        if (arrivals.LastAcceptedAt > last)
            return AlarmEnd.Recovered;
        return arrivals.Now - alarm.StartedAt >= GiveUp ? AlarmEnd.GivenUp : null;
    }

    private static ArrivalFinding? Silence(Arrivals arrivals)
    {
        if (arrivals.LastAcceptedAt is not { } accepted)
            return null;
        var last = accepted > arrivals.ObservedSince ? accepted : arrivals.ObservedSince;
        if (arrivals.Now - last < arrivals.SilenceAfter)
            return null;
        var (low, median) = Expected(arrivals.History, last, arrivals.Now);
        return low >= PlainlyMissing ? new(WebhookAlarmKind.Silent, 0, median) : null;
    }

    private static ArrivalFinding? Lowness(Arrivals arrivals) =>
        From(arrivals) >= arrivals.ObservedSince
        && Lately(arrivals) is var (seen, low)
        && low >= PlainlyFew
        && seen <= low * Few
            ? new(WebhookAlarmKind.Low, seen, Expected(arrivals.History, From(arrivals), arrivals.Now).Median)
            : null;

    // The current hour so far with the one before it: the first minutes of an hour say little.
    private static (long Seen, double Low)? Lately(Arrivals arrivals)
    {
        var from = From(arrivals);
        if (arrivals.History.Usual(from) is null)
            return null;
        var seen = arrivals.History.In(from) + arrivals.History.In(DeliveryCount.HourOf(arrivals.Now));
        return (seen, Expected(arrivals.History, from, arrivals.Now).Low);
    }

    private static DateTimeOffset From(Arrivals arrivals) =>
        DeliveryCount.HourOf(arrivals.Now) - TimeSpan.FromHours(1);

    private static bool IsRefusing(Arrivals arrivals)
    {
        var matters = arrivals.RefusedInEarnest.Select(r => r.At).ToList();
        if (matters.Count(at => arrivals.Now - at <= RefusedWindow) >= RefusedAtOnce)
            return true;
        var unanswered = matters.Where(at =>
            arrivals.Now - at <= RefusedMatters && !(arrivals.LastAcceptedAt > at)
        );
        return unanswered.Any(at => arrivals.Now - at >= RefusedPatience);
    }

    private static (double Low, double Median) Expected(
        ArrivalHistory history,
        DateTimeOffset from,
        DateTimeOffset to
    )
    {
        var (low, median) = (0.0, 0.0);
        var hour = DeliveryCount.HourOf(from);
        for (var i = 0; hour < to && i < MaxHours; i++, hour += TimeSpan.FromHours(1))
        {
            if (history.Usual(hour) is not { } usual)
                continue;
            var end = hour.AddHours(1);
            var share = ((end < to ? end : to) - (hour > from ? hour : from)) / TimeSpan.FromHours(1);
            low += usual.Low * share;
            median += usual.Median * share;
        }
        return (low, median);
    }
}
