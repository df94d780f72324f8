using System.Diagnostics;
using Dashboard.Domain;
using Dashboard.Domain.Emails;
using Dashboard.Features.Emails.Policy;
using Dashboard.Tests.Domain.Emails;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Emails.Policy;

public sealed class MeasureTests : IDisposable
{
    private readonly PolicyHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task Measure_pass()
    {
        var ct = TestContext.Current.CancellationToken;
        await host.SwitchOnAsync(
            SomeRules.AtAnyHour with
            {
                Window = new(new(20, 0), new(8, 0), SendingDays.Weekdays),
            }
        );
        var watch = Stopwatch.StartNew();
        const int n = 30_000;
        for (var i = 0; i < n; i += 1000)
            await host.Database.EventsAsync([
                .. Enumerable
                    .Range(i, 1000)
                    .Select(k => Some.Broken(k / 1000d, $"c-{k:00000}", $"user-{k:00000}")),
            ]);
        await using (var db = host.Database.CreateDbContext())
            await db.SnapTradeUsers.ExecuteUpdateAsync(
                s =>
                    s.SetProperty(u => u.Email, "a@b.example")
                        .SetProperty(u => u.ProtectedSecret, "x")
                        .SetProperty(u => u.TimeZone, "America/Toronto"),
                ct
            );
        Say($"seeded {watch.ElapsedMilliseconds} ms");
        // Saturday: nobody due
        host.Time.SetUtcNow(Some.Noon.AddDays(1));
        await TimeAsync("30,000 candidates, all looked at, none due");
        await TimeAsync("the same within five minutes, none looked at");
        host.Time.SetUtcNow(Some.Noon.AddDays(3).AddHours(3));
        await TimeAsync("30,000 due, queued");
        host.Time.Advance(TimeSpan.FromMinutes(6));
        await TimeAsync("30,000 queued already");
        await using (var db = host.Database.CreateDbContext())
            await db.Emails.ExecuteUpdateAsync(
                s =>
                    s.SetProperty(e => e.State, EmailState.Sent)
                        .SetProperty(e => e.FinishedAt, host.Time.GetUtcNow()),
                ct
            );
        host.Time.Advance(TimeSpan.FromMinutes(6));
        await TimeAsync("30,000 sent, next step days away");
    }

    [Fact]
    public async Task Measure_simulation()
    {
        var ct = TestContext.Current.CancellationToken;
        const int n = 100_000;
        var random = new Random(7);
        var now = host.Time.GetUtcNow();
        for (var i = 0; i < n; i += 1000)
            await host.Database.EventsAsync([
                .. Enumerable
                    .Range(i, 1000)
                    .Select(k =>
                        Some.Broken(-k * 30d * 1440 / n, $"c-{k:000000}", $"user-{k * 7919L % 70000:00000}")
                    ),
            ]);
        await using (var db = host.Database.CreateDbContext())
        {
            await db.SnapTradeUsers.ExecuteUpdateAsync(
                s =>
                    s.SetProperty(u => u.Email, "a@b.example")
                        .SetProperty(u => u.ProtectedSecret, "x")
                        .SetProperty(u => u.TimeZone, "America/Toronto"),
                ct
            );
            await db.Database.ExecuteSqlRawAsync(
                "UPDATE Episodes SET EndedAt = StartedAt + (abs(random()) % (10 * 864000000000)), Outcome = 1 WHERE abs(random()) % 10 > 1",
                ct
            );
        }
        for (var round = 0; round < 2; round++)
        {
            GC.Collect(2, GCCollectionMode.Forced, true, true);
            var before = GC.GetTotalMemory(true);
            var watch = Stopwatch.StartNew();
            var history = await new SimulationReader(
                host.Database,
                ActorScope.Of(Role.Admin),
                host.Time
            ).ReadAsync(new Progress<SimulationProgress>(), ct);
            var read = watch.ElapsedMilliseconds;
            var kept = (GC.GetTotalMemory(true) - before) / 1024d / 1024;
            watch.Restart();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var result = PolicySimulation.Run(history, SendingRules.Of(new EmailPolicy()), ct);
            Say(
                $"read {read} ms, kept {kept:0.0} MB; simulated {result.Breaks} breaks, {result.Messages} messages in {watch.ElapsedMilliseconds} ms, allocated {(GC.GetAllocatedBytesForCurrentThread() - allocated) / 1024 / 1024} MB"
            );
        }
    }

    private async Task TimeAsync(string what)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var watch = Stopwatch.StartNew();
        var queued = await host.LookAsync();
        Say(
            $"{what}: {watch.ElapsedMilliseconds} ms, queued {queued}, allocated {(GC.GetTotalAllocatedBytes() - allocated) / 1024 / 1024} MB"
        );
    }

    private static void Say(string words) => File.AppendAllText("/tmp/w/policy-measure.txt", words + "\n");
}
