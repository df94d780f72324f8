using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Data;

public sealed class AddressNormalizationTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Stored_addresses_are_normalized()
    {
        await _database.EventsAsync(Some.Broken(0, "c1", "zoe"));
        await _database.ContactAsync("zoe", "Zoë", "Zoe@xn--exmple-cua.example");
        await using (var db = _database.CreateDbContext())
        {
            // As an earlier version wrote them.
            await db.SnapTradeUsers.ExecuteUpdateAsync(
                s => s.SetProperty(u => u.NormalizedEmail, "zoe@xn--exmple-cua.example"),
                Token
            );
            var suppression = new Suppression { Address = "zoe@xn--exmple-cua.example" };
            suppression.Begin(SuppressionReason.Complaint, "words", null, Some.Noon);
            db.Add(suppression);
            await db.SaveChangesAsync(Token);
        }

        await new AddressNormalization(_database).RunAsync(default!, Token);

        await using var after = _database.CreateDbContext();
        var user = await after.SnapTradeUsers.SingleAsync(Token);
        Assert.Equal("zoe@exämple.example", user.NormalizedEmail);
        var stored = await after.Suppressions.SingleAsync(Token);
        Assert.Equal(
            ("zoe@exämple.example", SuppressionReason.Complaint, true),
            (stored.Address, stored.Reason, stored.IsInForce)
        );
    }

    [Fact]
    public async Task Users_of_all_steps_are_normalized()
    {
        await using (var db = _database.CreateDbContext())
        {
            for (var i = 0; i <= UserPages.Size; i++)
            {
                var user = SnapTradeUser.Create($"u{i}", Some.Noon);
                user.SetContact("Zoë", "zoe@xn--exmple-cua.example", locale: null, Some.Noon);
                db.Add(user);
            }
            await db.SaveChangesAsync(Token);
            await db.SnapTradeUsers.ExecuteUpdateAsync(
                s => s.SetProperty(u => u.NormalizedEmail, u => u.Email),
                Token
            );
        }
        var lease = new Lease(new WorkLeases(_database, TimeProvider.System), "alone", isNeeded: false);

        await new AddressNormalization(_database).RunAsync(lease, Token);

        await using var after = _database.CreateDbContext();
        Assert.Equal(
            UserPages.Size + 1,
            await after.SnapTradeUsers.CountAsync(u => u.NormalizedEmail == "zoe@exämple.example", Token)
        );
    }
}
