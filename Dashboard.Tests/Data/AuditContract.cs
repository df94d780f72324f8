using System.Data.Common;
using Dashboard.Data.Audit;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Data;

/// <summary>The audit trail only grows, by whole actions and in one unbroken chain.</summary>
public abstract class AuditContract(Func<Task<TestStore>> open) : StoreContract(open)
{
    [Fact]
    public async Task Writers_at_once_make_one_unbroken_chain()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(WriteAsync));

        var numbers = await NumbersAsync();
        Assert.Equal(6 * 8, numbers.Count);
        Assert.Null((await VerifyAsync()).Finding);
    }

    [Fact]
    public async Task Several_entries_of_one_action_follow_each_other()
    {
        await SaveAsync(Entry("one"), Entry("two"), Entry("three"));

        var numbers = await NumbersAsync();
        Assert.Equal([numbers[0], numbers[0] + 1, numbers[0] + 2], numbers);
        Assert.Null((await VerifyAsync()).Finding);
    }

    [Fact]
    public async Task An_action_that_is_rolled_back_leaves_no_entry_and_no_gap()
    {
        await SaveAsync(Entry("before"));
        await using (var db = Store.CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Token);
            db.Add(SnapTradeUser.Create(Id("u1"), Some.Noon));
            db.AuditEntries.Add(Entry("rolled back"));
            await db.SaveChangesAsync(Token);
            await transaction.RollbackAsync(Token);
        }
        await SaveAsync(Entry("after"));

        var numbers = await NumbersAsync();
        Assert.Equal([numbers[0], numbers[0] + 1], numbers);
        Assert.Null((await VerifyAsync()).Finding);
        await using var reading = Store.CreateDbContext();
        var id = Id("u1");
        Assert.False(await reading.SnapTradeUsers.AnyAsync(u => u.Id == id, Token));
    }

    [Fact]
    public async Task An_action_that_fails_leaves_no_entry()
    {
        await using (var first = Store.CreateDbContext())
        {
            first.Add(SnapTradeUser.Create(Id("u1"), Some.Noon));
            await first.SaveChangesAsync(Token);
        }
        await using var db = Store.CreateDbContext();
        db.Add(SnapTradeUser.Create(Id("u1"), Some.Noon));
        db.AuditEntries.Add(Entry("in vain"));

        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Token));

        Assert.Empty(await NumbersAsync());
    }

    [Theory]
    [InlineData("UPDATE AuditEntries SET Actor = 'Somebody else' WHERE Number > 0")]
    [InlineData("DELETE FROM AuditEntries WHERE Number > 0")]
    public async Task The_database_refuses_to_change_or_remove_entries(string sql)
    {
        await SaveAsync(Entry("kept"));
        await using var db = Store.CreateDbContext();

        var refusal = await Assert.ThrowsAnyAsync<DbException>(() =>
            db.Database.ExecuteSqlRawAsync(sql, Token)
        );

        Assert.Contains("The audit trail only grows.", refusal.Message, StringComparison.Ordinal);
        Assert.Single(await NumbersAsync());
    }

    [Fact]
    public async Task A_context_refuses_to_change_or_remove_entries()
    {
        await SaveAsync(Entry("kept"));
        await using var db = Store.CreateDbContext();
        var mine = Id("");
        var entry = await db.AuditEntries.FirstAsync(e => e.Subject!.StartsWith(mine), Token);

        db.Remove(entry);

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Token));
    }

    [Fact]
    public async Task Every_entry_is_read_back_as_it_was_hashed()
    {
        var odd = AuditTrail.Entry(
            subject: Id("Zoë  客户 🦊 '\"\\ "),
            actorId: null,
            at: Some.Noon.AddTicks(1234567),
            before: "{\"name\":\"a\\u0000b\"}",
            after: ""
        );
        await using var db = Store.CreateDbContext();
        // A server that keeps less than it was given would break the chain of the other tests, and nothing can be removed from it.
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        db.AuditEntries.Add(odd);
        await db.SaveChangesAsync(Token);

        var read = await db.AuditEntries.AsNoTracking().SingleAsync(e => e.Subject == odd.Subject, Token);

        Assert.Equal((odd.Hash, odd.Hash), (read.Hash, read.ComputeHash()));
    }

    private AuditEntry Entry(string name) => AuditTrail.Entry(subject: Id(name));

    private Task<AuditVerdict> VerifyAsync() =>
        new AuditVerifier(Store).VerifyAsync(cancellationToken: Token);

    private async Task SaveAsync(params AuditEntry[] entries)
    {
        await using var db = Store.CreateDbContext();
        db.AuditEntries.AddRange(entries);
        await db.SaveChangesAsync(Token);
    }

    /// <summary>One writer of several: each entry with an effect of its own.</summary>
    private async Task WriteAsync(int writer)
    {
        await Task.Yield();
        for (var i = 0; i < 8; i++)
        {
            await using var db = Store.CreateDbContext();
            db.Add(SnapTradeUser.Create(Id($"{writer}-{i}"), Some.Noon));
            db.AuditEntries.Add(Entry($"{writer}-{i}"));
            await db.SaveChangesAsync(Token);
        }
    }

    /// <summary>The numbers of this test's entries, ascending.</summary>
    private async Task<List<long>> NumbersAsync()
    {
        var mine = Id("");
        await using var db = Store.CreateDbContext();
        return await db
            .AuditEntries.Where(e => e.Subject!.StartsWith(mine))
            .OrderBy(e => e.Number)
            .Select(e => e.Number)
            .ToListAsync(Token);
    }
}
