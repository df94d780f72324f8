using System.Collections.Concurrent;
using System.Net;
using Dashboard.Domain.Events;
using Dashboard.Tests.Deployment;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Storage;

/// <summary>The whole way: a server under load, a backup, a crash, a restore and a new start.</summary>
public sealed class BackupDrillTests : DatabaseContext
{
    private const int Writers = 4;
    private const int Before = 60;
    private readonly ConcurrentQueue<string> _acknowledged = new();

    [Fact]
    public async Task What_was_acknowledged_before_a_backup_is_there_after_a_crash_and_a_restore()
    {
        var backup = Path.Combine(Path.GetDirectoryName(Database.FilePath)!, "copies", "drill.db");
        List<string> before;
        await using (var server = await StartAsync())
        {
            using var stop = new CancellationTokenSource();
            var load = Task.WhenAll(
                Enumerable.Range(0, Writers).Select(w => WriteAsync(server, w, stop.Token))
            );
            await Eventually.TrueAsync(() => _acknowledged.Count >= Before, "events are acknowledged");
            before = [.. _acknowledged];
            var made = await Database.RunAsync("backup", backup);
            Assert.Equal((0, ""), (made.Code, made.Errors));
            await Eventually.TrueAsync(() => _acknowledged.Count > before.Count, "writing went on meanwhile");
            var refused = await Database.RunAsync("restore", backup);
            Assert.Equal(1, refused.Code);
            await stop.CancelAsync();
            await load;
        }

        // The server was killed, and this takes the place of what it left, logs included.
        var restored = await Database.RunAsync("restore", backup);
        Assert.Equal((0, ""), (restored.Code, restored.Errors));

        var verified = await Database.RunAsync("verify");
        Assert.Equal((0, ""), (verified.Code, verified.Errors));
        await using (var db = Database.CreateDbContext())
        {
            var stored = await db.Receipts.Select(r => r.Key).ToHashSetAsync(Token);
            Assert.Empty(before.Except(stored));
            var events = await db.Events.Select(e => e.WebhookId!).ToHashSetAsync(Token);
            Assert.Equal(stored, events);
        }
        await using var again = await StartAsync();
        using var ready = await again.Client.GetAsync(new Uri("/health/ready", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    private Task<ServerProcess> StartAsync() =>
        ServerProcess.StartAsync(
            Path.GetDirectoryName(Database.FilePath)!,
            DashboardCommand.Program,
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("ConnectionStrings__Dashboard", Database.ConnectionString),
            ("SnapTrade__Mode", "Live"),
            ("SnapTrade__BaseUrl", "http://127.0.0.1:9"),
            ("SnapTrade__ClientId", Signed.ClientId),
            ("SnapTrade__ConsumerKey", Signed.ConsumerKey)
        );

    private async Task WriteAsync(ServerProcess server, int writer, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var id = Guid.NewGuid().ToString();
            var type = i % 2 == 0 ? EventTypes.ConnectionBroken : EventTypes.ConnectionFixed;
            using var request = Signed.Post(
                Signed.Event(
                    type,
                    TimeProvider.System.GetUtcNow(),
                    $"connection-{writer}-{i / 4}",
                    $"user-{writer}",
                    id
                )
            );
            using var answer = await server.Client.SendAsync(request, Token);
            if (answer.IsSuccessStatusCode)
                _acknowledged.Enqueue(id);
        }
    }
}
