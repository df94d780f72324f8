using Dashboard.Features.Reconciliation.Brokerages;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Features.Reconciliation;

public sealed class BrokerageDirectoryTests
{
    [Fact]
    public async Task Names_are_cut_to_their_columns_and_ids_that_do_not_fit_are_left_out()
    {
        using var database = new TestDatabase();
        var snapTrade = new FakeSnapTradeClient(TimeProvider.System);
        snapTrade.Brokerages.AddRange([
            new BrokerageInfo
            {
                Id = "b1",
                Slug = new string('s', 500),
                DisplayName = new string('n', 399) + "🏦",
            },
            new BrokerageInfo { Id = "b2 " },
            new BrokerageInfo { Id = new string('b', 401) },
        ]);
        var directory = new BrokerageDirectory(
            database,
            snapTrade,
            TimeProvider.System,
            NullLogger<BrokerageDirectory>.Instance
        );

        await directory.RefreshAsync(Token);

        await using var db = database.CreateDbContext();
        var stored = await db.Brokerages.SingleAsync(Token);
        Assert.Equal((400, new string('n', 399)), (stored.Slug.Length, stored.Name));
    }
}
