using Dashboard.Features.Webhooks;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Webhooks;

public sealed class ReceiptPrunerTests : DatabaseContext
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddMinutes(1));

    [Fact]
    public async Task Ids_are_deleted_after_a_week_in_batches_and_their_events_stay()
    {
        await Database.EventsAsync([
            .. Enumerable.Range(0, 2100).Select(i => Some.Broken(0, $"c{i}", $"u{i % 7}")),
        ]);
        await Database.EventsAsync(Some.Broken(60 * 24, "younger"));
        var pruner = new ReceiptPruner(Database, Options.Create(new WebhookOptions()), _time);

        _time.SetUtcNow(Some.Noon.AddDays(7).AddMinutes(-1));
        Assert.Null(await pruner.RunAsync(null!, Token));
        Assert.Equal(2101, await ReceiptsAsync());

        _time.SetUtcNow(Some.Noon.AddDays(7).AddMinutes(1));
        Assert.Equal(TimeSpan.Zero, await pruner.RunAsync(null!, Token));
        Assert.Null(await pruner.RunAsync(null!, Token));

        Assert.Equal(1, await ReceiptsAsync());
        await using var db = Database.CreateDbContext();
        Assert.Equal(2101, await db.Events.CountAsync(Token));
    }

    private async Task<int> ReceiptsAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.Receipts.CountAsync(Token);
    }
}
