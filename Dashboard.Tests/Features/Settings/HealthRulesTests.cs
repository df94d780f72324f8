using Dashboard.Data;
using Dashboard.Data.Deliveries;
using Dashboard.Data.Storage;
using Dashboard.Domain.Deliveries;
using Dashboard.Domain.Reconciliation;
using Dashboard.Emails.Delivery;
using Dashboard.Features.Settings.Checks;
using Dashboard.Features.Settings.Health;
using Dashboard.SnapTrade;

namespace Dashboard.Tests.Features.Settings;

/// <summary>The verdict is good only when everything is known to be good.</summary>
public sealed class HealthRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 2, 0, TimeSpan.Zero);

    private static readonly DeliveryState Arriving = new(
        Now,
        Now.AddSeconds(-4),
        [
            new()
            {
                Hour = DeliveryCount.HourOf(Now),
                Outcome = DeliveryOutcomes.Accepted,
                Count = 31,
                LastAt = Now.AddSeconds(-4),
            },
        ],
        LatestRefusedId: 0,
        LastLikely: null,
        Alarms: [],
        Nodes: 1,
        new UsualArrivals(200, 310)
    );

    private static readonly BackupStanding Kept = new(
        "/data/backups",
        TimeSpan.FromDays(1),
        [new("/data/backups/dashboard-20261122-120200.db", Now.AddHours(-2), 900_000_000)],
        Now.AddHours(22),
        IsOverdue: false,
        Problem: null,
        Progress: null
    );

    private static readonly HealthFacts Good = new()
    {
        Now = Now,
        Deliveries = Arriving,
        CanCommit = true,
        CommitP99 = TimeSpan.FromMilliseconds(14),
        Space = new(1_200_000_000, 4_000_000, 41_000_000_000),
        Backups = Kept,
        LastCheck = Check(total: 2000, done: 2000),
        SnapTrade = new(Now, null, null, TimeSpan.FromMilliseconds(84), TimeSpan.Zero, 250),
        ReachesPeople = true,
        Mail = new DispatcherSnapshot(IsDispatching: true, Queued: 0),
    };

    [Fact]
    public void When_everything_is_known_to_work_the_verdict_is_good_and_shows_the_figures()
    {
        var verdict = HealthRules.Judge(Good);

        Assert.Equal((Standing.Working, "All working"), (verdict.Standing, verdict.Words));
        Assert.Equal("31 in 24 h, 31 this hour (usually 310)", Part(verdict, "Webhooks").Words);
        Assert.Equal("p99 14 ms, queue empty", Part(verdict, "Writing").Words);
        Assert.Equal("1.1 GB, log 3.8 MB, 38.2 GB free", Part(verdict, "Storage").Words);
    }

    [Fact]
    public void What_is_not_known_is_not_good()
    {
        var nothing = new HealthFacts { Now = Now, ReachesPeople = true };

        var verdict = HealthRules.Judge(nothing);

        Assert.Equal(Standing.Unknown, verdict.Standing);
        foreach (
            var name in new[]
            {
                "Webhooks",
                "Refused deliveries",
                "Writing",
                "Storage",
                "Full check",
                "SnapTrade",
                "E-mails",
                "Nodes",
            }
        )
            Assert.Equal(Standing.Unknown, Part(verdict, name).Standing);
        Assert.Equal(Standing.Unknown, new Verdict([]).Standing);
    }

    [Fact]
    public void Backups_that_are_left_to_others_and_those_of_a_server_are_no_trouble()
    {
        var left = HealthRules.Judge(Good with { Backups = Kept with { Every = TimeSpan.Zero, Files = [] } });
        var server = HealthRules.Judge(Good with { IsServer = true, Backups = Kept with { Folder = null } });

        Assert.Equal("left to you: Backup__Every is 0", Part(left, "Backups").Words);
        Assert.DoesNotContain("Backups", server.Parts.Select(p => p.Name));
    }

    public static TheoryData<string, string, string> Troubles() =>
        new()
        {
            { "Webhooks", "Unknown", "never" },
            { "Webhooks", "Unknown", "quiet" },
            { "Webhooks", "Failing", "silent" },
            { "Webhooks", "Attention", "low" },
            { "Refused deliveries", "Failing", "refused" },
            { "Refused deliveries", "Attention", "some refused" },
            { "Writing", "Failing", "full" },
            { "Writing", "Attention", "slow" },
            { "Storage", "Failing", "no space" },
            { "Storage", "Attention", "log" },
            { "Backups", "Failing", "failed backup" },
            { "Backups", "Attention", "late backup" },
            { "Backups", "Attention", "never a backup" },
            { "Backups", "Unknown", "first backup" },
            { "Full check", "Unknown", "no check" },
            { "Full check", "Attention", "old check" },
            { "Full check", "Attention", "some check" },
            { "Full check", "Failing", "failed check" },
            { "SnapTrade", "Unknown", "not asked" },
            { "SnapTrade", "Failing", "wrong key" },
            { "SnapTrade", "Attention", "gone" },
            { "SnapTrade", "Attention", "clock" },
            { "SnapTrade", "Attention", "six seconds" },
            { "Storage", "Attention", "database clock" },
            { "E-mails", "Failing", "paused" },
            { "E-mails", "Attention", "pickup" },
            { "Nodes", "Attention", "no bus" },
            { "Nodes", "Attention", "bus lost" },
            { "Keys", "Attention", "keys" },
        };

    [Theory]
    [MemberData(nameof(Troubles))]
    public void Each_trouble_shows_on_its_part_and_on_the_verdict(
        string part,
        string standing,
        string trouble
    )
    {
        var verdict = HealthRules.Judge(With(trouble));

        Assert.Equal(standing, Part(verdict, part).Standing.ToString());
        Assert.Equal(standing, verdict.Standing.ToString());
        Assert.NotEqual("All working", verdict.Words);
    }

    private static HealthFacts With(string trouble) =>
        trouble switch
        {
            "failed backup" => Good with { Backups = Kept with { Problem = "The disk is full." } },
            "late backup" => Good with { Backups = Kept with { IsOverdue = true } },
            "never a backup" => Good with { Backups = Kept with { Files = [], IsOverdue = true } },
            "first backup" => Good with { Backups = Kept with { Files = [] } },
            "never" => Good with { Deliveries = Arriving with { LastAcceptedAt = null } },
            "quiet" => Good with { Deliveries = Arriving with { LastAcceptedAt = Now.AddDays(-2) } },
            "silent" => Good with
            {
                Deliveries = Arriving with { Alarms = [Alarm(WebhookAlarmKind.Silent)] },
            },
            "low" => Good with { Deliveries = Arriving with { Alarms = [Alarm(WebhookAlarmKind.Low)] } },
            "refused" => Good with
            {
                Deliveries = Arriving with { LastLikely = Refused(Now.AddSeconds(-1)) },
            },
            "some refused" => Good with
            {
                Deliveries = Arriving with { LastLikely = Refused(Now.AddMinutes(-5)) },
            },
            "full" => Good with { CanCommit = false, Trouble = CommitTrouble.Full },
            "slow" => Good with { CommitP99 = TimeSpan.FromSeconds(3) },
            "no space" => Good with { Space = new(1, 1, 1000) },
            "log" => Good with { Space = Good.Space! with { Log = 5_000_000_000 } },
            "no check" => Good with { LastCheck = null },
            "old check" => Good with { LastCheck = Check(10, 10, daysAgo: 3) },
            "some check" => Good with { LastCheck = Check(10, 9, failed: 1) },
            "failed check" => Good with { LastCheck = Check(10, 0, failed: 10) },
            "not asked" => Good with { SnapTrade = Good.SnapTrade! with { At = Now.AddHours(-1) } },
            "wrong key" => Good with
            {
                SnapTrade = Good.SnapTrade! with { Trouble = SnapTradeErrorKind.Unauthorized },
            },
            "gone" => Good with { Gone = "GET /x is not offered" },
            "clock" => Good with { SnapTrade = Good.SnapTrade! with { Ahead = TimeSpan.FromMinutes(-7) } },
            "six seconds" => Good with
            {
                SnapTrade = Good.SnapTrade! with { Ahead = TimeSpan.FromSeconds(6) },
            },
            "database clock" => Good with { IsServer = true, DatabaseAhead = TimeSpan.FromSeconds(-7) },
            "paused" => Good with { Mail = new(PausedUntil: Now, PausedSince: Now, LastFailure: "refused") },
            "pickup" => Good with { ReachesPeople = false },
            "no bus" => Good with { Deliveries = Arriving with { Nodes = 2 } },
            "bus lost" => Good with { HasBus = true },
            _ => Good with { IsServer = true },
        };

    private static HealthPart Part(Verdict verdict, string name) => verdict.Parts.Single(p => p.Name == name);

    private static SweepPass Check(long total, long done, long failed = 0, int daysAgo = 0)
    {
        var pass = new SweepPass { Scope = PassScope.All, StartedAt = Now.AddDays(-daysAgo).AddMinutes(-41) };
        void Set(string name, object value) => typeof(SweepPass).GetProperty(name)!.SetValue(pass, value);
        Set(nameof(SweepPass.Total), total);
        Set(nameof(SweepPass.Checked), done);
        Set(nameof(SweepPass.Failed), failed);
        Set(nameof(SweepPass.FinishedAt), pass.StartedAt);
        return pass;
    }

    private static WebhookAlarm Alarm(WebhookAlarmKind kind) =>
        new()
        {
            Kind = kind,
            StartedAt = Now,
            Seen = 3,
            Usual = 300,
        };

    private static RefusedDelivery Refused(DateTimeOffset at) =>
        new()
        {
            ReceivedAt = at,
            Status = 401,
            Reason = DeliveryOutcomes.Forged,
            Fault = DeliveryFault.AnotherKey,
            IsLikely = true,
            Address = "192.0.2.1",
            Sender = "192.0.2.1",
        };
}
