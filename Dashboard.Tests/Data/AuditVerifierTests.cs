using System.Data.Common;
using Dashboard.Data;
using Dashboard.Data.Audit;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.Tests.Features.Team;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.Tests.Data;

/// <summary>Tests the verification of an audit trail that was changed without the triggers.</summary>
public sealed class AuditVerifierTests : DatabaseContext
{
    [Theory]
    [InlineData("UPDATE AuditEntries SET Result = 'refused' WHERE Number = 3", 3, AuditFault.Changed, 2)]
    [InlineData("UPDATE AuditEntries SET At = -1 WHERE Number = 3", 3, AuditFault.Changed, 2)]
    [InlineData("DELETE FROM AuditEntries WHERE Number = 1", 1, AuditFault.Missing, 0)]
    [InlineData("DELETE FROM AuditEntries WHERE Number IN (3, 4)", 3, AuditFault.Missing, 2)]
    [InlineData("DELETE FROM AuditEntries WHERE Number > 3", 4, AuditFault.CutOff, 3)]
    [InlineData("DELETE FROM AuditEntries", 1, AuditFault.CutOff, 0)]
    [InlineData(
        "UPDATE AuditEntries SET Number = -Number WHERE Number IN (2, 4); UPDATE AuditEntries SET Number = 6 + Number WHERE Number < 0",
        2,
        AuditFault.Reordered,
        1
    )]
    [InlineData("UPDATE AuditHeads SET LastNumber = 4", 5, AuditFault.BeyondEnd, 5)]
    [InlineData("UPDATE AuditHeads SET LastHash = 'x'", 5, AuditFault.Changed, 5)]
    [InlineData("DELETE FROM AuditHeads", 0, AuditFault.NoEnd, 5)]
    [InlineData("DELETE FROM AuditHeads; DELETE FROM AuditEntries", 0, AuditFault.NoEnd, 0)]
    [InlineData("UPDATE AuditEntries SET Number = 0 WHERE Number = 5", 0, AuditFault.Reordered, 0)]
    public async Task What_was_done_is_found_at_the_first_entry_that_shows_it(
        string sql,
        long number,
        AuditFault fault,
        long intact
    )
    {
        await WriteAsync(5);
        await Database.TamperAsync(sql);

        var verdict = await VerifyAsync();

        Assert.Equal((number, fault), (verdict.Finding!.Number, verdict.Finding.Fault));
        Assert.Equal(intact, verdict.Intact);
    }

    [Fact]
    public async Task An_empty_trail_is_intact() =>
        Assert.Equal(new AuditVerdict(0, AuditEntry.NothingBefore, null), await VerifyAsync());

    [Theory]
    [InlineData("DELETE FROM AuditHeads")]
    [InlineData(
        "UPDATE AuditHeads SET LastNumber = 0, LastHash = '0000000000000000000000000000000000000000000000000000000000000000'"
    )]
    public async Task A_trail_that_was_emptied_with_its_end_shows_by_what_operators_did(string end)
    {
        await TeamHost.AddAsync(Database, TeamHost.Person("bea", Role.Manager));
        Assert.Null((await VerifyAsync()).Finding);
        await WriteAsync(3);
        await Database.TamperAsync($"UPDATE Operators SET LastSignInAt = 1; DELETE FROM AuditEntries; {end}");

        Assert.Equal(new AuditFinding(0, AuditCause.Emptied), (await VerifyAsync()).Finding);
    }

    [Fact]
    public async Task A_long_trail_is_read_in_pieces_with_progress()
    {
        await WriteAsync(2500);
        var steps = new Steps();

        var verdict = await VerifyAsync(steps);

        Assert.Equal((2500, null), (verdict.Intact, verdict.Finding));
        Assert.Equal([0.4, 0.8], steps.All);
    }

    [Fact]
    public async Task What_is_written_meanwhile_is_verified_too()
    {
        await WriteAsync(1000);
        var steps = new Steps { Then = () => WriteAsync(1).GetAwaiter().GetResult() };

        var verdict = await VerifyAsync(steps);

        Assert.Equal((1001, null), (verdict.Intact, verdict.Finding));
    }

    [Fact]
    public async Task It_ends_when_cancelled()
    {
        await WriteAsync(2500);
        using var source = new CancellationTokenSource();
        var steps = new Steps { Then = source.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new AuditVerifier(Database).VerifyAsync(null, steps, source.Token)
        );

        Assert.Single(steps.All);
    }

    [Fact]
    public async Task Saving_again_after_a_failure_saves_the_effect_and_its_entry()
    {
        await using var db = FailingOnce("AuditHeads");
        db.Add(SnapTradeUser.Create("u1", Some.Noon));
        db.AuditEntries.Add(AuditTrail.Entry());
        await Assert.ThrowsAsync<TimeoutException>(() => db.SaveChangesAsync(Token));
        await using (var reading = Database.CreateDbContext())
        {
            Assert.Equal(0, await reading.AuditEntries.CountAsync(Token));
            Assert.Equal(0, await reading.SnapTradeUsers.CountAsync(Token));
        }

        await db.SaveChangesAsync(Token);

        await using var after = Database.CreateDbContext();
        Assert.Equal(1, await after.AuditEntries.CountAsync(Token));
        Assert.Equal(1, await after.SnapTradeUsers.CountAsync(Token));
        Assert.Null((await VerifyAsync()).Finding);
    }

    private async Task WriteAsync(int count) =>
        await Database.AuditAsync([
            .. Enumerable.Range(1, count).Select(i => AuditTrail.Entry(subject: $"connection:{i}")),
        ]);

    private Task<AuditVerdict> VerifyAsync(IProgress<double>? progress = null) =>
        new AuditVerifier(Database).VerifyAsync(null, progress, Token);

    private SqliteDashboardDbContext FailingOnce(string part)
    {
        var builder = new DbContextOptionsBuilder<SqliteDashboardDbContext>();
        DataSetup.UseSqlite(builder, new DatabaseOptions { ConnectionString = Database.ConnectionString });
        builder.AddInterceptors(new OneFailure(part));
        return new SqliteDashboardDbContext(builder.WithIdentity().Options);
    }

    private sealed class OneFailure(string part) : DbCommandInterceptor
    {
        private bool _hasFailed;

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<int> result,
            CancellationToken cancellationToken = default
        )
        {
            if (_hasFailed || !command.CommandText.Contains(part, StringComparison.Ordinal))
                return new(result);
            _hasFailed = true;
            throw new TimeoutException("The lock was not to be had.");
        }
    }

    private sealed class Steps : IProgress<double>
    {
        public List<double> All { get; } = [];
        public Action? Then { get; init; }

        public void Report(double value)
        {
            All.Add(value);
            if (All.Count == 1)
                Then?.Invoke();
        }
    }
}
