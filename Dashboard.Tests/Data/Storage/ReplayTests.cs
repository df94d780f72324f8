using Dashboard.Data.Storage;
using Dashboard.Domain.Connections;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Data.Storage;

/// <summary>Stored events through the projection again: as a dry run, and for real.</summary>
public sealed class ReplayTests : DatabaseContext
{
    [Fact]
    public async Task What_was_changed_by_other_hands_is_listed_and_corrected_only_on_request()
    {
        await Database.EventsAsync(
            Some.Added(),
            Some.Broken(1),
            Some.Fixed(5),
            Some.Added(0, "connection-2"),
            Some.Broken(2, "connection-2")
        );
        await using (var db = Database.CreateDbContext())
        {
            await db
                .Connections.Where(c => c.Id == "connection-2")
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.Health, Health.Healthy), Token);
            await db.Episodes.Where(e => e.ConnectionId == "connection-1").ExecuteDeleteAsync(Token);
        }

        var dry = await Database.RunAsync("replay");

        Assert.Equal((1, ""), (dry.Code, dry.Errors));
        Assert.Contains(
            "connection-2: Health: stored Healthy, replayed Disabled",
            dry.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "connection-1: Break of 2026-11-20T12:01:00Z: stored none, replayed Repaired 2026-11-20T12:05:00Z",
            dry.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("Nothing was changed", dry.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Database.RunAsync("replay")).Code);

        var real = await Database.RunAsync("replay", "--apply");

        Assert.Equal((0, ""), (real.Code, real.Errors));
        await using var after = Database.CreateDbContext();
        Assert.Equal(
            Health.Disabled,
            (await after.Connections.SingleAsync(c => c.Id == "connection-2", Token)).Health
        );
        Assert.Equal(2, await after.Episodes.CountAsync(Token));
        // Before the first change, and after the last.
        var notes = await after.AuditEntries.OrderBy(e => e.Id).ToListAsync(Token);
        Assert.All(notes, note => Assert.Equal("replay events", note.Action));
        Assert.Equal(["started", "done: 2 connections corrected"], notes.Select(note => note.Result));
        Assert.False(await after.Emails.AnyAsync(Token));
        Assert.Equal(0, (await Database.RunAsync("replay")).Code);
    }

    [Fact]
    public async Task All_pages_of_connections_are_replayed_and_the_progress_ends_at_the_whole()
    {
        await Database.EventsAsync([
            .. Enumerable.Range(0, 450).Select(i => Some.Broken(i, $"c-{i}", $"u-{i % 7}")),
        ]);
        var progress = new Noted();

        var result = await new Replay(Database).RunAsync(apply: false, _ => { }, progress, Token);

        Assert.Equal(new ReplayResult(450, 0, 0, 0), result);
        Assert.Equal(1, progress.Last);
    }

    [Fact]
    public async Task It_can_be_cancelled_between_pages()
    {
        await Database.EventsAsync([
            .. Enumerable.Range(0, 450).Select(i => Some.Broken(i, $"c-{i}", $"u-{i}")),
        ]);
        using var cancelled = new CancellationTokenSource();
        var progress = new Noted { OnReport = cancelled.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new Replay(Database).RunAsync(apply: false, _ => { }, progress, cancelled.Token)
        );

        Assert.InRange(progress.Last, 0.1, 0.9);
    }

    private sealed class Noted : IProgress<double>
    {
        public double Last { get; private set; }
        public Action? OnReport { get; init; }

        public void Report(double value)
        {
            Last = value;
            OnReport?.Invoke();
        }
    }
}
