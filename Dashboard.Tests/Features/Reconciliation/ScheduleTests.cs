using Dashboard.Data;
using Dashboard.Domain.Users;
using Dashboard.Features.Reconciliation.Sweep;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Reconciliation;

/// <summary>Tests the scheduled work of the running server.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public async Task It_compares_users_and_reads_brokerages()
    {
        using var database = new TestDatabase();
        await using var server = DashboardServer.Start(database: database);
        server.SnapTrade.Brokerages.Add(new BrokerageInfo { Id = "b1", DisplayName = "Questrade" });
        server.SnapTrade.Lists["u"] =
        [
            new BrokerageAuthorization
            {
                Id = "c",
                Disabled = true,
                DisabledDate = Some.Noon,
            },
        ];
        await GiveSecretAsync(server, "u");

        // The schedule looks once a minute: at the start, which may have been too early for this user.
        var passes = server.Services.GetRequiredService<SweepPasses>();
        await passes.BeginIfDueAsync(TimeSpan.FromHours(1), Token);

        await using var db = database.CreateDbContext();
        await Eventually.TrueAsync(
            () => db.SweepPasses.AnyAsync(p => p.FinishedAt != null && p.Checked == 1, Token),
            "a pass was done"
        );
        Assert.Equal(Some.Noon, (await db.Connections.SingleAsync(Token)).Since);
    }

    [Fact]
    public async Task A_pass_begins_by_itself_when_the_server_starts()
    {
        using var database = new TestDatabase();
        await using (var db = database.CreateDbContext())
        {
            var user = SnapTradeUser.Create("u", Some.Noon);
            // The secret can't be decrypted: your app must send it again, and the pass ends anyway.
            user.SetSecret("of a key that is gone", Some.Noon);
            db.Add(user);
            await db.SaveChangesAsync(Token);
        }
        await using var server = DashboardServer.Start(database: database);

        await using var reader = database.CreateDbContext();
        await Eventually.TrueAsync(
            () => reader.SweepPasses.AnyAsync(p => p.FinishedAt != null && p.Failed == 1, Token),
            "a pass was done"
        );
    }

    private static async Task GiveSecretAsync(DashboardServer server, string userId)
    {
        await using var db = server.Database.CreateDbContext();
        var user = SnapTradeUser.Create(userId, Some.Noon);
        user.SetSecret(server.Services.GetRequiredService<UserSecrets>().Protect("secret"), Some.Noon);
        db.Add(user);
        await db.SaveChangesAsync(Token);
    }
}
