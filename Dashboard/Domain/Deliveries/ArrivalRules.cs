namespace Dashboard.Domain.Deliveries;

/// <summary>What is known of deliveries at a moment.</summary>
/// <param name="LastAcceptedAt">Null: none ever was.</param>
/// <param name="Refused">The deliveries of the last day and hour that SnapTrade probably sent and that were refused, oldest first.</param>
public sealed record Arrivals(
    DateTimeOffset Now,
    DateTimeOffset? LastAcceptedAt,
    ArrivalHistory History,
    IReadOnlyList<DateTimeOffset> Refused
);

/// <summary>What is wrong, and the figures that show it.</summary>
/// <param name="Usual">How many would have been usual in that time.</param>
public sealed record ArrivalFinding(WebhookAlarmKind Kind, long Seen, double? Usual);

/// <summary>Decides when the arrival of webhooks is not as it should be: the dead man's switch.</summary>
public static class ArrivalRules
{
    /// <summary>A restart at SnapTrade is no alarm, however many deliveries are usual.</summary>
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

    /// <summary>Whether an alarm that lasts is over.</summary>
    public static bool IsOver(WebhookAlarm alarm, Arrivals arrivals) =>
        alarm.Kind switch
        {
            WebhookAlarmKind.Silent => arrivals.LastAcceptedAt > alarm.StartedAt,
            WebhookAlarmKind.Low => Lately(arrivals) is not var (seen, low)
                || seen >= low * EnoughAgain
                || Silence(arrivals) is not null,
            _ => arrivals.Refused.LastOrDefault() is var last
                && arrivals.Now - last >= RefusedWindow
                && (arrivals.LastAcceptedAt > last || arrivals.Now - alarm.StartedAt >= GiveUp),
        };

    private static ArrivalFinding? Silence(Arrivals arrivals)
    {
        if (arrivals.LastAcceptedAt is not { } last || arrivals.Now - last < MinSilence)
            return null;
        var (low, median) = Expected(arrivals.History, last, arrivals.Now);
        return low >= PlainlyMissing ? new(WebhookAlarmKind.Silent, 0, median) : null;
    }

    private static ArrivalFinding? Lowness(Arrivals arrivals) =>
        Lately(arrivals) is var (seen, low) && low >= PlainlyFew && seen <= low * Few
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
        var lately = arrivals.Refused.Where(at => arrivals.Now - at <= RefusedWindow).ToList();
        if (lately.Count >= RefusedAtOnce)
            return true;
        var unanswered = arrivals.Refused.Where(at =>
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
