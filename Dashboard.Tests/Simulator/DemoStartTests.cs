using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Deliveries;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Simulator;

/// <summary>What there is to find in the demo from its first minute.</summary>
public sealed class DemoStartTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private readonly Demo _demo;

    public DemoStartTests() => _demo = new Demo(_database);

    public ValueTask InitializeAsync()
    {
        _demo.UseKestrel(0);
        _demo.StartServer();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _demo.DisposeAsync();
        _database.Dispose();
    }

    [Fact]
    public async Task An_outage_a_silent_brokerage_an_hour_with_a_wrong_key_and_a_duplicate_are_there()
    {
        await BecomesAsync(
            async db =>
                await db.Incidents.Where(i => i.EndedAt == null).ToListAsync(Token) is [var outage]
                && await SlugAsync(db, outage.BrokerageId) == "ETRADE",
            "the outage was detected, and no other"
        );
        await BecomesAsync(
            async db =>
                await db
                    .Connections.Where(c => c.SilentSince != null)
                    .Select(c => c.BrokerageId)
                    .Distinct()
                    .ToListAsync(Token)
                    is [var silent]
                && await SlugAsync(db, silent!) == "TRADESTATION",
            "the brokerage without data was found, and no other"
        );
        await using var db = _database.CreateDbContext();
        var refused = await db.RefusedDeliveries.ToListAsync(Token);
        Assert.Equal(7, refused.Count);
        Assert.All(refused, d => Assert.Equal(DeliveryFault.AnotherKey, d.Fault));
        Assert.Empty(await db.WebhookAlarms.ToListAsync(Token));
        var broken = db.Connections.Where(c => c.Health == Health.Disabled);
        Assert.True(
            await broken.AnyAsync(
                c =>
                    db.Connections.Any(d =>
                        d.UserId == c.UserId && d.BrokerageId == c.BrokerageId && d.FirstEventAt > c.Since
                    ),
                Token
            ),
            "a broken connection was connected again"
        );
    }

    private Task BecomesAsync(Func<DashboardDbContext, Task<bool>> condition, string what) =>
        Eventually.TrueAsync(
            async () =>
            {
                await using var db = _database.CreateDbContext();
                return await condition(db);
            },
            what
        );

    private static async Task<string> SlugAsync(DashboardDbContext db, string brokerageId) =>
        (await db.Brokerages.SingleAsync(b => b.Id == brokerageId, Token)).Slug;

    private sealed class Demo(TestDatabase database) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            foreach (
                var (key, value) in ((string Key, string? Value)[])
                    [
                        .. database.Settings,
                        ("Email:PickupFolder", database.MailFolder),
                        ("SnapTrade:Mode", "Simulator"),
                        ("Simulator:Users", "800"),
                        ("Simulator:Connections", "1000"),
                        ("Simulator:Enabled", "false"),
                        ("Simulator:StatePath", ""),
                        ("Reconciliation:Every", "00:00:00"),
                    ]
            )
                builder.UseSetting(key, value);
        }
    }
}
