using System.Diagnostics;
using Dashboard.Benchmarks.Live;

namespace Dashboard.Benchmarks.Outage;

/// <summary>
/// The day a brokerage dies: the connections of the largest brokerage of a file break within minutes, each event comes twice,
/// and operators watch. Nothing may be lost, and no customer may be written to while the incident is open, though the policy
/// is on.
/// </summary>
internal sealed class OutageBenchmark : IAsyncDisposable
{
    private const int QuietPerSecond = 100;
    private const int QuietChanges = 30;
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CrowdEvery = TimeSpan.FromSeconds(5);
    private static readonly string[] CrowdPages = ["/history", "/users", "/connections?health=Disabled"];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    // The policy looks every half minute; the last connections are past the grace period for one look at least.
    private static readonly TimeSpan AfterStorm = OutageFile.Grace + TimeSpan.FromSeconds(45);

    private readonly OutagePlan _plan;
    private readonly LiveTarget _target;
    private readonly bool[] _isBroken;
    private readonly Random _random = new(1);
    private int _changes;
    private int _late;

    private OutageBenchmark(OutagePlan plan, LiveTarget target) =>
        (_plan, _target, _isBroken) = (plan, target, new bool[plan.Others.Count]);

    /// <param name="file">Made by <c>scale</c>; it is copied.</param>
    /// <param name="screens">Open lists of connections.</param>
    /// <param name="connections">How many break; fewer when the brokerage has fewer.</param>
    /// <param name="duration">Of the breaks.</param>
    /// <returns>Whether nothing was lost or stored twice, and no e-mail was written.</returns>
    public static async Task<bool> RunAsync(string file, int screens, int connections, TimeSpan duration)
    {
        var server = await ServerProcess.StartDashboardAsync(
            // A pass over all users would ask a SnapTrade that is not there.
            [.. LiveTarget.Admin, ("Reconciliation__Every", "00:00:00")],
            file
        );
        var plan = await OutageFile.PlanAsync(server.DatabasePath, connections);
        Console.WriteLine(
            $"{plan.Connections.Count} connections of one brokerage break within {duration.TotalMinutes:0.#} minutes, {plan.Connections.Count / duration.TotalSeconds:0} a second, each event comes twice"
        );
        await using var benchmark = new OutageBenchmark(
            plan,
            await LiveTarget.OpenProductAsync(server, plan.Watched)
        );
        return await benchmark.RunAsync(screens, duration);
    }

    public ValueTask DisposeAsync() => _target.DisposeAsync();

    private async Task<bool> RunAsync(int screens, TimeSpan duration)
    {
        await AcknowledgeAsync(WarmUp);
        var without = await AcknowledgeAsync(QuietTime);
        // As when a node that was restarted gets its screens back.
        var acknowledging = AcknowledgeAsync(WarmUp);
        await using var watched = await WatchedScreens.OpenAsync(_target, screens);
        var meanwhile = await acknowledging;
        // Compiles what opening used, as the first warm-up does for webhooks.
        await AcknowledgeAsync(WarmUp);
        var with = await AcknowledgeAsync(QuietTime);
        Console.WriteLine(
            $"acknowledgement at {QuietPerSecond} a second: no screens {without}; while {screens} screens open {meanwhile}; then {with}; p99 ratio {with.P99 / without.P99:0.00}"
        );
        var quiet = new Latencies();
        for (var i = 0; i < QuietChanges; i++)
            await ShowAsync(watched, quiet);
        Console.WriteLine($"quiet: change to screen {quiet}; memory {Memory} MB");
        _late = 0;

        await OutageFile.SwitchPolicyOnAsync(_target.Server.DatabasePath);
        var ledger = await OutageLedger.OpenAsync(_target.Server.DatabasePath);
        using var sender = new PacedSender(_target.Server.Address);
        var shown = await BreakAllAsync(sender, watched, duration);
        await Task.Delay(AfterStorm);
        var record = await ledger.ReadAsync(_plan, sender.Ids.Keys);
        Report(sender, record, quiet, shown);
        var crowd = await CrowdAsync(watched);
        Console.WriteLine(
            $"acknowledgement while all {screens} screens go to another page at once, every {CrowdEvery.TotalSeconds:0} s: {crowd}"
        );
        return record is { Lost: 0, StoredTwice: 0, Written: 0, Queued: 0 }
            && record.ControlsWritten > 0
            && record.Stored == _plan.Connections.Count;
    }

    // Connections of another brokerage break and are repaired in turn, which the open screens show.
    private async Task<Latencies> AcknowledgeAsync(TimeSpan duration)
    {
        using var sender = new PacedSender(_target.Server.Address);
        await sender.RunAsync(
            _ =>
            {
                var index = _changes++ % _plan.Others.Count;
                _isBroken[index] = !_isBroken[index];
                return Delivery.Of(
                    _changes,
                    _isBroken[index] ? "CONNECTION_BROKEN" : "CONNECTION_FIXED",
                    _plan.Others[index]
                );
            },
            QuietPerSecond,
            duration
        );
        return sender.Latencies;
    }

    // Each page reads a list and what its lines show.
    private async Task<Latencies> CrowdAsync(WatchedScreens screens)
    {
        using var timer = new PeriodicTimer(CrowdEvery);
        var acknowledging = AcknowledgeAsync(QuietTime);
        for (var i = 0; !acknowledging.IsCompleted; i++)
        {
            await screens.GoAsync(CrowdPages[i % CrowdPages.Length]);
            await timer.WaitForNextTickAsync();
        }
        return await acknowledging;
    }

    /// <returns>How long the screens took meanwhile to show a change.</returns>
    private async Task<Latencies> BreakAllAsync(PacedSender sender, WatchedScreens watched, TimeSpan duration)
    {
        using var controls = new PacedSender(_target.Server.Address);
        await controls.RunAsync(
            i => Delivery.Of(i, "CONNECTION_BROKEN", _plan.Controls[i]),
            _plan.Controls.Count,
            TimeSpan.FromSeconds(1)
        );
        var storm = new Storm(_plan.Connections, duration);
        var sending = sender.RunAsync(storm.Due, () => storm.IsOver);
        var (shown, watch, minute) = (new Latencies(), Stopwatch.StartNew(), new Latencies());
        var (reportedAt, processor) = (TimeSpan.Zero, _target.Server.ProcessorTime);
        while (!sending.IsCompleted)
        {
            var before = (int)watch.Elapsed.TotalMinutes;
            await ShowAsync(watched, shown, minute);
            if ((int)watch.Elapsed.TotalMinutes == before && !sending.IsCompleted)
                continue;
            Console.WriteLine(
                $"  {watch.Elapsed.TotalMinutes, 4:0.0} min  sent {sender.Sent, 7}  acknowledged {sender.Acknowledged, 7}  memory {Memory, 5} MB  processor {(_target.Server.ProcessorTime - processor) / (watch.Elapsed - reportedAt), 4:0 %}  change to screen {minute}"
            );
            minute = new Latencies();
            (reportedAt, processor) = (watch.Elapsed, _target.Server.ProcessorTime);
        }
        await sending;
        return shown;
    }

    // At random distances, so that the changes don't fall into step with a timer.
    private async Task ShowAsync(WatchedScreens watched, params Latencies[] latencies)
    {
        try
        {
            var milliseconds = await watched.ShowChangeAsync(_random.Next(_plan.Watched.Count));
            foreach (var list in latencies)
                list.Add(milliseconds);
        }
        catch (Exception exception) when (exception is TimeoutException or HttpRequestException)
        {
            _late++;
        }
        await Task.Delay(_random.Next(500, 1000));
    }

    private void Report(PacedSender sender, OutageRecord record, Latencies quiet, Latencies shown)
    {
        Console.WriteLine(
            $"sent {sender.Sent}, acknowledged {sender.Acknowledged}, refused {sender.Refused}, acknowledgement {sender.Latencies}"
        );
        Console.WriteLine(
            $"stored once {record.Stored - record.StoredTwice} of {_plan.Connections.Count}, twice {record.StoredTwice}, lost {record.Lost}, connections disabled {record.Disabled}"
        );
        Console.WriteLine(
            record.IncidentAfter is { } after
                ? $"incident open after {after.TotalSeconds:0} s"
                : "no incident was opened"
        );
        Console.WriteLine(
            $"e-mails to customers of the brokerage: written {record.Written}, queued {record.Queued}, of {record.Reachable} whom the policy would write to; to {_plan.Controls.Count} customers of other brokerages: written {record.ControlsWritten}"
        );
        Console.WriteLine(
            $"change to screen {shown}; {shown.P50 / quiet.P50:0.0} and {shown.P99 / quiet.P99:0.0} times the quiet ones; {_late} changes not taken or not shown within half a minute"
        );
        Console.WriteLine($"memory at the end {Memory} MB, at the peak {_target.Server.PeakMemory >> 20} MB");
    }

    private long Memory => _target.Server.Memory >> 20;
}
