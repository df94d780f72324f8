using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Webhooks;

public sealed class ReceiptPrunerTests
{
    [Fact]
    public async Task Ids_are_deleted_after_a_week_and_their_events_stay()
    {
        var time = new FakeTimeProvider(Some.Noon.AddMinutes(1));
        await using var server = DashboardServer.Start(time);
        await server.Database.EventsAsync([
            .. Enumerable.Range(0, 2100).Select(i => Some.Broken(0, $"c{i}", $"u{i % 7}")),
        ]);
        await server.Database.EventsAsync(Some.Broken(60 * 24, "younger"));

        await AdvanceUntilAsync(server, time, Some.Noon.AddDays(7).AddHours(-2));
        Assert.Equal(2101, await ReceiptsAsync(server));

        await Eventually.TrueAsync(
            async () =>
            {
                if (time.GetUtcNow() < Some.Noon.AddDays(7).AddHours(6))
                    time.Advance(TimeSpan.FromHours(1));
                return await ReceiptsAsync(server) == 1;
            },
            "the old ids were forgotten"
        );
        await using var db = server.Database.CreateDbContext();
        Assert.Equal(2101, await db.Events.CountAsync(TestContext.Current.CancellationToken));
    }

    private static async Task AdvanceUntilAsync(
        DashboardServer server,
        FakeTimeProvider time,
        DateTimeOffset end
    )
    {
        while (time.GetUtcNow() < end)
        {
            time.Advance(TimeSpan.FromHours(1));
            await ReceiptsAsync(server);
        }
    }

    private static async Task<int> ReceiptsAsync(DashboardServer server)
    {
        await using var db = server.Database.CreateDbContext();
        return await db.Receipts.CountAsync(TestContext.Current.CancellationToken);
    }
}
