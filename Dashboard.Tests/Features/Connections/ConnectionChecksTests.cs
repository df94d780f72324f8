using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Connections;

/// <summary>"Check now" changes the health and writes its audit entry in one transaction.</summary>
public sealed class ConnectionChecksTests : DatabaseContext
{
    private readonly UserSecrets _secrets = new(new EphemeralDataProtectionProvider());
    private readonly FakeSnapTradeClient _snapTrade = new(TimeProvider.System);

    [Fact]
    public async Task A_check_with_a_different_health_is_audited_with_both()
    {
        await KnowAsync();

        await Checks().CheckAsync("connection-1", Token);

        await using var db = Database.CreateDbContext();
        var entry = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal(
            ("check connection", "done: Deleted", """{"health":"Disabled"}""", """{"health":"Deleted"}"""),
            (entry.Action, entry.Result, entry.Before, entry.After)
        );
    }

    [Fact]
    public async Task A_failed_check_is_audited_without_a_change()
    {
        await KnowAsync();
        _snapTrade.Failure = new SnapTradeException(SnapTradeErrorKind.RateLimited, "Too many.");

        await Checks().CheckAsync("connection-1", Token);

        await using var db = Database.CreateDbContext();
        var entry = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal(
            ("failed: Unavailable (RateLimited)", null, null),
            (entry.Result, entry.Before, entry.After)
        );
    }

    [Fact]
    public async Task Health_is_not_changed_by_a_check_whose_entry_could_not_be_written()
    {
        await KnowAsync();
        await using (var db = Database.CreateDbContext())
            await db.Database.RunSqliteAsync(
                "CREATE TRIGGER Full BEFORE INSERT ON AuditEntries BEGIN SELECT RAISE(ABORT, 'full'); END;"
            );

        await Assert.ThrowsAnyAsync<Exception>(() => Checks().CheckAsync("connection-1", Token));

        await using var reading = Database.CreateDbContext();
        var connection = await reading.Connections.SingleAsync(Token);
        Assert.Equal(Health.Disabled, connection.Health);
    }

    /// <summary>A disabled connection that SnapTrade no longer has, of a user whose secret is known.</summary>
    private async Task KnowAsync()
    {
        await Database.EventsAsync(Some.Broken());
        await using var db = Database.CreateDbContext();
        var user = await db.SnapTradeUsers.SingleAsync(Token);
        user.SetSecret(_secrets.Protect("secret"), Some.Noon);
        await db.SaveChangesAsync(Token);
    }

    private ConnectionChecks Checks()
    {
        var current = ActorScope.Of(Role.Support);
        return new ConnectionChecks(
            new ConnectionVerifier(
                _snapTrade,
                Database,
                _secrets,
                new SecretRefusals(Database, _secrets, TimeProvider.System),
                Database.Log,
                TimeProvider.System
            ),
            Database,
            new AuditWriter(current, TimeProvider.System),
            current
        );
    }
}
