using Dashboard.Domain.Deliveries;
using Dashboard.Domain.Reconciliation;
using Dashboard.SnapTrade;
using Dashboard.Text;

namespace Dashboard.Features.Settings.Health;

/// <summary>
/// The one place that judges whether the product works. Pure. A part is good only when it is known to be; each part that is
/// not says what to do.
/// </summary>
internal static class HealthRules
{
    private static readonly TimeSpan QuietFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan CheckedWithin = TimeSpan.FromHours(26);
    private static readonly TimeSpan RefusedMatters = TimeSpan.FromHours(1);
    private static readonly TimeSpan AskedWithin = TimeSpan.FromMinutes(15);

    /// <summary>Clocks that are set by NTP agree better. What comes of one request of several seconds is not a difference.</summary>
    public static readonly TimeSpan MaxClockDifference = TimeSpan.FromSeconds(5);

    public static Verdict Judge(HealthFacts facts) =>
        new([
            Webhooks(facts),
            Refused(facts),
            MachineRules.Writing(facts),
            MachineRules.Storage(facts),
            .. BackupRules.Of(facts),
            Check(facts),
            SnapTrade(facts),
            MachineRules.Mail(facts),
            MachineRules.Nodes(facts),
            MachineRules.Keys(facts),
        ]);

    private static HealthPart Webhooks(HealthFacts facts)
    {
        const string name = "Webhooks";
        if (facts.Deliveries is not { } now)
            return new(name, Standing.Unknown, "not read yet");
        var alarm = now.Alarms.FirstOrDefault(a => a.Kind != WebhookAlarmKind.Refused);
        if (now.LastAcceptedAt is not { } last)
            return new(name, Standing.Unknown, "none has arrived yet", "No webhooks yet");
        if (alarm is { Kind: WebhookAlarmKind.Silent })
            return new(name, Standing.Failing, "none arrive any more", "No webhooks arrive", last);
        if (alarm is not null)
            return new(
                name,
                Standing.Attention,
                $"far fewer than usual: {Counts.Number(alarm.Seen)} instead of about {alarm.Usual:0}",
                "Few webhooks arrive",
                last
            );
        return facts.Now - last > QuietFor
            ? new(name, Standing.Unknown, "nothing since; that may be usual", "No webhooks for a day", last)
            : new(
                name,
                Standing.Working,
                $"{Counts.Number(now.Accepted)} in 24 h{Usual(facts)}",
                Since: last
            );
    }

    private static string Usual(HealthFacts facts)
    {
        if (facts.Deliveries is not { UsualThisHour: { } usual } now)
            return "";
        var hour = DeliveryCount.HourOf(facts.Now);
        var here = now
            .Counts.Where(c => c.Hour == hour && c.Outcome == DeliveryOutcomes.Accepted)
            .Sum(c => c.Count);
        return $", {Counts.Number(here)} this hour (usually {usual.Median:0})";
    }

    private static HealthPart Refused(HealthFacts facts)
    {
        const string name = "Refused deliveries";
        if (facts.Deliveries is not { } now)
            return new(name, Standing.Unknown, "not read yet");
        var count = $"{Counts.Number(now.Refused)} in 24 h";
        if (now.Unanswered is { } unanswered)
            return new(
                name,
                Standing.Failing,
                DeliveryText.Wrong(unanswered.Fault, unanswered.Detail),
                "Webhooks refused",
                unanswered.ReceivedAt
            );
        return now.LastLikely is { } likely && facts.Now - likely.ReceivedAt < RefusedMatters
            ? new(
                name,
                Standing.Attention,
                $"{count}, the last: {DeliveryText.Wrong(likely.Fault, likely.Detail)}",
                "Webhooks refused",
                likely.ReceivedAt
            )
            : new(
                name,
                Standing.Working,
                now.Refused == 0 ? "none in 24 h" : $"{count}, none from SnapTrade lately"
            );
    }

    private static HealthPart Check(HealthFacts facts)
    {
        const string name = "Full check";
        if (facts.LastCheck is not { FinishedAt: { } at } last)
            return new(name, Standing.Unknown, "no full check yet", "No full check yet");
        var words = $"{Counts.Number(last.Checked)} of {Counts.Of(last.Total, "user")} compared";
        return last.Reach switch
        {
            PassReach.Nobody when last.ComparedNobody => new(
                name,
                Standing.Failing,
                "no user could be compared",
                "Full check failed",
                at
            ),
            PassReach.Nobody => new(
                name,
                Standing.Unknown,
                "there was no user to check",
                "No full check yet",
                at
            ),
            _ when facts.Now - at > CheckedWithin => new(
                name,
                Standing.Attention,
                words,
                "Full check is old",
                at
            ),
            PassReach.Some => new(name, Standing.Attention, words, "Full check incomplete", at),
            _ => new(name, Standing.Working, words, Since: at),
        };
    }

    private static HealthPart SnapTrade(HealthFacts facts)
    {
        const string name = "SnapTrade";
        if (facts.SnapTrade is not { } last || facts.Now - last.At > AskedWithin)
            return new(name, Standing.Unknown, "not asked yet");
        if (last.Trouble is { } trouble)
            return new(
                name,
                trouble == SnapTradeErrorKind.RateLimited ? Standing.Attention : Standing.Failing,
                SnapTradeWords.Trouble(trouble),
                "SnapTrade does not answer",
                last.At
            );
        if (facts.Gone is { } gone)
            return new(name, Standing.Attention, gone, "SnapTrade took something away");
        return last.Ahead.Duration() > MaxClockDifference
            ? new(name, Standing.Attention, SnapTradeWords.Clock(last.Ahead), "Clock is wrong", last.At)
            : new(name, Standing.Working, $"answers in {last.Latency.TotalMilliseconds:0} ms");
    }
}
