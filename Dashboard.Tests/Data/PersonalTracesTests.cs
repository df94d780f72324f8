using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Data;

/// <summary>Users deleted at SnapTrade are erased within the transaction that stores webhooks, so it must not scan.</summary>
public sealed class PersonalTracesTests : DatabaseContext
{
    // Tables that grow with customers and time.
    private static readonly string[] Large =
    [
        "SnapTradeUsers",
        "Connections",
        "Emails",
        "Events",
        "Triages",
        "PastNotes",
    ];

    [Theory]
    [InlineData("Zoe@Example.com", 1)]
    [InlineData("zoe@example.org", 0)]
    public async Task Erasing_a_deleted_user_uses_indexes_and_keeps_shared_blocked_addresses(
        string addressOfAnother,
        int suppressed
    )
    {
        await SeedAsync(addressOfAnother);
        var commands = new RecordedCommands(Database);
        var log = new EventLog(commands, Database.Changes, TimeProvider.System);

        await log.AppendAsync(
            [Some.Event(EventTypes.UserDeleted, 10, connectionId: null, userId: "u1")],
            cancellationToken: Token
        );

        await using var db = Database.CreateDbContext();
        Assert.Equal(suppressed, await db.Suppressions.CountAsync(Token));
        var user = await db.SnapTradeUsers.SingleAsync(u => u.Id == "u1", Token);
        Assert.Equal((null, null), (user.Email, user.NormalizedEmail));
        var plans = await commands.PlansAsync();
        var byAddress = Assert.Single(
            plans,
            p => p.Text.Contains("NormalizedEmail\" =", StringComparison.Ordinal)
        );
        Assert.Contains(
            byAddress.Plan,
            step => step.Contains("IX_SnapTradeUsers_NormalizedEmail (NormalizedEmail=?)")
        );
        Assert.All(plans, p => Assert.DoesNotContain(p.Plan, step => IsScan(p.Text, step)));
    }

    [Fact]
    public void Other_users_of_an_address_are_found_by_index_on_SQL_Server_too()
    {
        using var db = SqlServer();

        var sql = PersonalTraces.Others(db, "u1", "zoe@example.com").ToQueryString();

        AssertValid(sql);
        Assert.Contains("WHERE [s].[NormalizedEmail] = @address", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("LOWER", sql, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Users_from_before_are_found_by_their_address()
    {
        var file = Path.Combine(Path.GetDirectoryName(Database.FilePath)!, "older.db");
        var options = new DbContextOptionsBuilder<SqliteDashboardDbContext>();
        DataSetup.UseSqlite(
            options,
            new DatabaseOptions { ConnectionString = $"Data Source={file};Pooling=False" }
        );
        await using var db = new SqliteDashboardDbContext(options.WithIdentity().Options);
        await db.GetService<IMigrator>().MigrateAsync("KnowTheTruth", Token);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO SnapTradeUsers (Id, Email, CreatedAt, HasUnnamedAttempts, SearchText, Version) VALUES ('u1', ' Zoe@Example.com', 0, 0, '', 1), ('u2', NULL, 0, 0, '', 1)",
            Token
        );

        await db.Database.MigrateAsync(Token);

        Assert.Equal("u1", (await PersonalTraces.Others(db, "u3", "zoe@example.com").SingleAsync(Token)).Id);
        Assert.Null((await db.SnapTradeUsers.SingleAsync(u => u.Id == "u2", Token)).NormalizedEmail);
    }

    private async Task SeedAsync(string addressOfAnother)
    {
        await Database.EventsAsync(Some.Broken(0, "c1", "u1"), Some.Broken(0, "c2", "u2"));
        await Database.ContactAsync("u1", "Zoë", "zoe@example.com");
        await Database.ContactAsync("u2", "Ana", addressOfAnother);
        await using var db = Database.CreateDbContext();
        // The contact came before the deletion.
        await db.SnapTradeUsers.ExecuteUpdateAsync(
            s => s.SetProperty(u => u.UpdatedAt, (DateTimeOffset?)Some.Noon.AddMinutes(5)),
            Token
        );
        var suppression = new Suppression { Address = "zoe@example.com" };
        suppression.Begin(SuppressionReason.HardBounce, detail: null, emailId: null, Some.Noon);
        db.Add(suppression);
        await db.SaveChangesAsync(Token);
    }

    // A step names the alias that the command gives the table.
    private static bool IsScan(string command, string step) =>
        Large.Any(table =>
            step == $"SCAN {table}"
            || command.Contains($"\"{table}\" AS \"{step.Replace("SCAN ", "", StringComparison.Ordinal)}\"")
        );
}
