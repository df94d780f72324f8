using Dashboard.Domain.Connections;
using Dashboard.Features.Reconciliation.Sweep;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Reconciliation;

/// <summary>The promise of the room, kept by the whole product with its simulated SnapTrade.</summary>
public sealed class LostWebhooksTests
{
    [Fact]
    public async Task With_a_third_of_all_webhooks_lost_the_dashboard_is_right_again_after_one_pass()
    {
        await using var server = SimulatedDashboard.Start();
        await SweepAsync(server);
        Assert.Empty(await WrongAsync(server));

        var changes = 0;
        var lost = new List<string>();
        foreach (var connection in server.World.Authorizations.Take(45))
        {
            var isTold = changes++ % 3 != 0;
            if (!isTold)
                lost.Add(connection.Id);
            await server.HappenAsync(
                isTold,
                world =>
                {
                    if (connection.IsDisabled)
                        world.Fix(connection.Id);
                    else if (changes % 5 == 0)
                        world.Delete(connection.Id);
                    else
                        world.Break(connection.Id);
                }
            );
        }
        Assert.Equal(lost.Order(), await WrongAsync(server));

        await SweepAsync(server);

        Assert.Empty(await WrongAsync(server));
        await using var db = server.Database.CreateDbContext();
        var counted = await db
            .Differences.Where(d => !d.IsFirstLook)
            .Select(d => d.ConnectionId)
            .ToListAsync(Token);
        Assert.Equal(lost.Order(), counted.Order());
    }

    private static async Task SweepAsync(SimulatedDashboard server)
    {
        var passes = server.Services.GetRequiredService<SweepPasses>();
        Assert.True(await passes.BeginAsync(brokerageId: null, by: null, alongside: null, Token));
        server.Services.GetRequiredService<SweepRunner>().Signal.Wake();
        await using var db = server.Database.CreateDbContext();
        await Eventually.TrueAsync(
            async () => !await db.SweepPasses.AnyAsync(p => p.FinishedAt == null, Token),
            "the pass was done"
        );
        Assert.Equal(0, await db.SweepPasses.SumAsync(p => p.Failed, Token));
    }

    /// <summary>Ids of connections whose health, or time of break, is not what SnapTrade knows.</summary>
    private static async Task<IEnumerable<string>> WrongAsync(SimulatedDashboard server)
    {
        await using var db = server.Database.CreateDbContext();
        var believed = await db
            .Connections.AsNoTracking()
            .Where(c => c.Health != Health.Deleted)
            .ToDictionaryAsync(c => c.Id, StringComparer.Ordinal, Token);
        var real = server.World.Authorizations.ToDictionary(a => a.Id, StringComparer.Ordinal);
        return believed
            .Keys.Union(real.Keys, StringComparer.Ordinal)
            .Where(id =>
                !real.TryGetValue(id, out var truth)
                || !believed.TryGetValue(id, out var belief)
                || (belief.Health == Health.Disabled) != truth.IsDisabled
                || (truth.DisabledAt is { } at && (belief.Since - at).Duration() > TimeSpan.FromSeconds(1))
            )
            .Order(StringComparer.Ordinal);
    }
}
