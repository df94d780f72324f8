using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Text;

namespace Dashboard.Features.Settings.Health;

/// <summary>The part of the verdict that is about this installation itself. Pure.</summary>
internal static class MachineRules
{
    private static readonly TimeSpan SlowCommit = TimeSpan.FromSeconds(1);
    private const int ManyWaiting = 2000;

    public static HealthPart Writing(HealthFacts facts)
    {
        const string name = "Writing";
        if (facts.CanCommit is not { } can)
            return new(name, Standing.Unknown, "not tried yet");
        if (!can)
            return new(name, Standing.Failing, Why(facts.Trouble), "Nothing can be stored");
        var queue = facts.Waiting == 0 ? "queue empty" : $"{Counts.Number(facts.Waiting)} waiting";
        if (facts.CommitP99 is not { } p99)
            return new(name, Standing.Working, "a test row was written, no events yet");
        var words = $"p99 {p99.TotalMilliseconds:0} ms, {queue}";
        return p99 > SlowCommit || facts.Waiting > ManyWaiting
            ? new(name, Standing.Attention, words, "Writing is slow")
            : new(name, Standing.Working, words);
    }

    private static string Why(CommitTrouble? trouble) =>
        trouble switch
        {
            CommitTrouble.Full => "The disk is full. Free some space; SnapTrade sends the events again.",
            CommitTrouble.Waiting =>
                "The database does not answer in time: another program locks it, or its disk is stuck.",
            CommitTrouble.Locked => "The database is locked by another program.",
            CommitTrouble.ReadOnly =>
                "The database is read-only. Check the file’s permissions and the volume.",
            CommitTrouble.Unreachable => "The database can’t be opened. Check its path and permissions.",
            _ => "The database accepts no commits. See the log.",
        };

    public static HealthPart Storage(HealthFacts facts)
    {
        const string name = "Storage";
        if (facts.DatabaseAhead is { } ahead && ahead.Duration() > HealthRules.MaxClockDifference)
            return new(
                name,
                Standing.Attention,
                SnapTradeWords.Clock(ahead, "the database’s"),
                "Clock is wrong"
            );
        if (facts.IsServer)
            return facts.CanCommit is true
                ? new(name, Standing.Working, "SQL Server answers; see its own monitoring for space")
                : new(name, Standing.Unknown, "SQL Server");
        if (facts.Space is not { } space)
            return new(name, Standing.Unknown, "the file can’t be looked at");
        var words =
            $"{ByteSize.Of(space.Database)}, log {ByteSize.Of(space.Log)}, {ByteSize.Of(space.Free)} free";
        return space.Free < DatabaseSpace.MinFree ? new(name, Standing.Failing, words, "Disk nearly full")
            : space.Log > DatabaseSpace.MaxLog
                ? new(
                    name,
                    Standing.Attention,
                    $"{words}: something holds the log open",
                    "Database log is large"
                )
            : new(name, Standing.Working, words);
    }

    public static HealthPart Mail(HealthFacts facts)
    {
        const string name = "E-mails";
        if (facts.Mail is { IsInTrouble: true, LastFailure: var failure })
            return new(
                name,
                Standing.Failing,
                failure ?? "The mail server fails.",
                "E-mails paused",
                facts.Mail.PausedSince
            );
        if (!facts.ReachesPeople && !facts.IsSimulator)
            return new(
                name,
                Standing.Attention,
                "written to files, not sent. Set up SMTP.",
                "E-mails are not sent"
            );
        if (facts.Mail is not { Queued: { } queued })
            return new(name, Standing.Unknown, "no node has reported its queue yet");
        var queue = queued == 0 ? "queue empty" : $"{Counts.Number(queued)} waiting";
        return new(
            name,
            Standing.Working,
            facts.ReachesPeople ? queue : $"saved as files, not sent; {queue}"
        );
    }

    public static HealthPart Nodes(HealthFacts facts)
    {
        const string name = "Nodes";
        if (facts.Deliveries is not { Nodes: > 0 and var nodes })
            return new(name, Standing.Unknown, "not counted yet");
        if (facts is { HasBus: true, IsBusConnected: false })
            return new(
                name,
                Standing.Attention,
                $"{nodes}, bus not connected: screens read again every few seconds",
                "Bus not connected"
            );
        if (facts.HasBus)
            return new(name, Standing.Working, $"{nodes}, bus connected");
        return nodes == 1
            ? new(name, Standing.Working, "1, no bus needed")
            : new(
                name,
                Standing.Attention,
                $"{nodes} without a bus: screens of one don’t follow the others. Set Redis__Configuration.",
                "No bus between nodes"
            );
    }

    public static HealthPart Keys(HealthFacts facts) =>
        facts switch
        {
            { AreKeysWrapped: true } => new("Keys", Standing.Working, "encrypted with your certificate"),
            { IsServer: false } => new(
                "Keys",
                Standing.Working,
                "in the database file; protect it and its copies"
            ),
            _ => new(
                "Keys",
                Standing.Attention,
                "stored unencrypted beside what they protect. Set DataProtection__Certificate__Path.",
                "Keys not encrypted"
            ),
        };
}
