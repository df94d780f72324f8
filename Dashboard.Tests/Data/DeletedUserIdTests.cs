using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Data;

public sealed class DeletedUserIdTests : DatabaseContext
{
    [Fact]
    public async Task A_deleted_user_is_recognized_behind_the_suffix()
    {
        await Database.EventsAsync(Some.Broken());

        await Database.EventsAsync(Deleted("user-1_deleted"));

        await using var db = Database.CreateDbContext();
        var user = await db.SnapTradeUsers.SingleAsync(Token);
        Assert.Equal("user-1", user.Id);
        Assert.NotNull(user.DeletedAt);
        Assert.Equal(Health.Deleted, (await db.Connections.SingleAsync(Token)).Health);
    }

    [Fact]
    public async Task A_known_user_with_such_an_id_is_the_deleted_one()
    {
        await Database.EventsAsync(Some.Broken());
        await Database.EventsAsync(Some.Broken(connectionId: "c2", userId: "user-1_deleted"));

        await Database.EventsAsync(Deleted("user-1_deleted"));

        await using var db = Database.CreateDbContext();
        Assert.Null((await db.SnapTradeUsers.SingleAsync(u => u.Id == "user-1", Token)).DeletedAt);
        Assert.NotNull((await db.SnapTradeUsers.SingleAsync(u => u.Id == "user-1_deleted", Token)).DeletedAt);
    }

    private static IncomingEvent Deleted(string userId) =>
        Some.Event(EventTypes.UserDeleted, 50) with
        {
            UserId = userId,
            ConnectionId = null,
        };
}
