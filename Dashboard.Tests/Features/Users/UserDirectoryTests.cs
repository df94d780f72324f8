using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Dashboard.Features.Users;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Users;

public sealed class UserDirectoryTests
{
    [Fact]
    public async Task A_change_that_collides_with_an_event_is_made_on_top_of_it()
    {
        using var database = new TestDatabase();
        var contexts = new FaultyContexts(
            database,
            n => n == 1 ? new DbUpdateConcurrencyException("collided") : null
        );
        var caller = ActorScope.Of(ApiScope.Admin);
        var directory = new UserDirectory(
            contexts,
            caller,
            new AuditWriter(caller, TimeProvider.System),
            new UserSecrets(new EphemeralDataProtectionProvider()),
            TimeProvider.System
        );

        var (user, _) = await directory.SaveAsync("u1", new UserInput("Zoë", null, null, null), Token);

        Assert.Equal((1, 2), (user.Version, contexts.Begun));
    }
}
