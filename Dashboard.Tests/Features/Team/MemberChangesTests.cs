using Dashboard.Access;
using Dashboard.Domain.Operators;
using Dashboard.Features.Team;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Team;

public sealed class MemberChangesTests : IAsyncLifetime
{
    private readonly TeamHost _host = new();

    public async ValueTask InitializeAsync() => await _host.AddTeamAsync();

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_new_role_ends_the_sessions_and_is_on_the_audit_trail_with_before_and_after()
    {
        await OpenSessionAsync("mia");
        Assert.Null(await _host.Changes("ana").ChangeRoleAsync("mia", Role.Manager, Token));
        var mia = await _host.FindAsync("mia");
        Assert.Equal(Role.Manager, mia.Role);
        Assert.NotEqual("first", mia.SecurityStamp);
        await using var db = _host.Database.CreateDbContext();
        var session = await db.OperatorSessions.SingleAsync(Token);
        Assert.Equal(_host.Time.GetUtcNow(), session.EndedAt);
        var entry = Assert.Single(await _host.AuditAsync());
        Assert.Equal(
            ("ana", "change role", "operator:mia", "done"),
            (entry.Actor, entry.Action, entry.Subject, entry.Result)
        );
        Assert.Equal("""{"role":"Support"}""", entry.Before);
        Assert.Equal("""{"role":"Manager"}""", entry.After);
    }

    [Fact]
    public async Task Disabling_blocks_and_enabling_allows_signing_in()
    {
        await OpenSessionAsync("mia");
        Assert.Null(await _host.Changes("ana").DisableAsync("mia", Token));
        Assert.Equal(_host.Time.GetUtcNow(), (await _host.FindAsync("mia")).DisabledAt);
        Assert.Null(await _host.Changes("ana").EnableAsync("mia", Token));
        Assert.Null((await _host.FindAsync("mia")).DisabledAt);
        Assert.Equal(
            ["disable operator", "enable operator"],
            (await _host.AuditAsync()).Select(a => a.Action)
        );
    }

    [Fact]
    public async Task Enabling_ends_a_lock_and_keeps_open_sessions()
    {
        await OpenSessionAsync("mia");
        await using (var db = _host.Database.CreateDbContext())
            await db
                .Users.Where(o => o.Id == "mia")
                .ExecuteUpdateAsync(
                    s => s.SetProperty(o => o.LockoutEnd, _host.Time.GetUtcNow().AddMinutes(9)),
                    Token
                );
        Assert.Null(await _host.Changes("ana").EnableAsync("mia", Token));
        Assert.Equal(
            (null, "first"),
            ((await _host.FindAsync("mia")).LockoutEnd, (await _host.FindAsync("mia")).SecurityStamp)
        );
        await using var read = _host.Database.CreateDbContext();
        Assert.Null((await read.OperatorSessions.SingleAsync(Token)).EndedAt);
    }

    [Fact]
    public async Task Admins_can_not_lock_themselves_out()
    {
        Assert.Equal(
            TeamRefusal.Yourself,
            await _host.Changes("ana").ChangeRoleAsync("ana", Role.Support, Token)
        );
        Assert.Equal(TeamRefusal.Yourself, await _host.Changes("ana").DisableAsync("ana", Token));
        Assert.Equal(TeamRefusal.Yourself, await _host.Changes("ana").ResetSecondFactorAsync("ana", Token));
        Assert.Equal(Role.Admin, (await _host.FindAsync("ana")).Role);
        Assert.All(await _host.AuditAsync(), a => Assert.Equal("refused, Yourself", a.Result));
    }

    [Fact]
    public async Task The_last_admin_who_can_sign_in_stays()
    {
        Assert.Null(await _host.Changes("ana").DisableAsync("ben", Token));
        Assert.Equal(
            TeamRefusal.LastAdmin,
            await _host.Changes("ana").ChangeRoleAsync("ana", Role.Support, Token)
        );
        Assert.Null(await _host.Changes("ana").ChangeRoleAsync("ben", Role.Support, Token));
    }

    [Fact]
    public async Task Two_admins_who_demote_each_other_at_once_keep_one()
    {
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(
                Task.Run(() => TryAsync("ana", "ben", disables: round % 2 == 0), Token),
                Task.Run(() => TryAsync("ben", "ana", disables: round % 3 == 0), Token)
            );
            await using var db = _host.Database.CreateDbContext();
            var admins = db.Users.Where(o => o.Role == Role.Admin && o.DisabledAt == null);
            Assert.Equal(1, await admins.CountAsync(Token));
            await db
                .Users.Where(o => o.Id != "mia")
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(o => o.Role, Role.Admin)
                            .SetProperty(o => o.DisabledAt, (DateTimeOffset?)null),
                    Token
                );
        }
    }

    [Fact]
    public async Task A_just_demoted_admin_changes_nothing()
    {
        Assert.Null(await _host.Changes("ana").ChangeRoleAsync("ben", Role.Support, Token));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            _host.Changes("ben").DisableAsync("mia", Token)
        );
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Other_roles_change_nothing(Role role)
    {
        var changes = _host.Changes("mia", role);
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            changes.ChangeRoleAsync("mia", Role.Admin, Token)
        );
        await Assert.ThrowsAsync<AccessDeniedException>(() => changes.DisableAsync("ana", Token));
        await Assert.ThrowsAsync<AccessDeniedException>(() => changes.EnableAsync("mia", Token));
        await Assert.ThrowsAsync<AccessDeniedException>(() => changes.ResetSecondFactorAsync("ana", Token));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            _host.Queries("mia", role).PageAsync(TeamView.Default, after: null, 10, Token)
        );
    }

    [Fact]
    public async Task Resetting_removes_the_authenticator_and_every_passkey()
    {
        await using (var db = _host.Database.CreateDbContext())
        {
            (await db.Users.SingleAsync(o => o.Id == "mia", Token)).TwoFactorEnabled = true;
            db.UserTokens.Add(
                new IdentityUserToken<string>
                {
                    UserId = "mia",
                    LoginProvider = "Dashboard",
                    Name = "authenticator-key",
                    Value = "KEY",
                }
            );
            db.UserPasskeys.Add(
                new IdentityUserPasskey<string>
                {
                    UserId = "mia",
                    CredentialId = [1, 2, 3],
                    Data = new IdentityPasskeyData
                    {
                        PublicKey = [1],
                        AttestationObject = [1],
                        ClientDataJson = [1],
                    },
                }
            );
            await db.SaveChangesAsync(Token);
        }
        var before = await MiaAsync();
        Assert.Null(await _host.Changes("ana").ResetSecondFactorAsync("mia", Token));
        var after = await MiaAsync();
        Assert.True(Assert.Single(before).HasPasskey && before[0].HasAuthenticator);
        Assert.False(Assert.Single(after).HasPasskey || after[0].HasAuthenticator);
        await using var read = _host.Database.CreateDbContext();
        Assert.Empty(await read.UserTokens.ToListAsync(Token));
        Assert.DoesNotContain("KEY", Assert.Single(await _host.AuditAsync()).Before);
    }

    [Fact]
    public async Task A_removed_operator_is_reported_as_gone() =>
        Assert.Equal(TeamRefusal.Gone, await _host.Changes("ana").DisableAsync("nobody", Token));

    private async Task<IReadOnlyList<Dashboard.Features.Team.Members.Member>> MiaAsync() =>
        (await _host.Queries("ana").PageAsync(new TeamView("mia", null, null), after: null, 10, Token)).Rows;

    private async Task TryAsync(string actor, string other, bool disables)
    {
        try
        {
            var changes = _host.Changes(actor);
            _ = disables
                ? await changes.DisableAsync(other, Token)
                : await changes.ChangeRoleAsync(other, Role.Support, Token);
        }
        catch (AccessDeniedException)
        {
            // The other one was faster.
        }
    }

    private async Task OpenSessionAsync(string operatorId)
    {
        await using var db = _host.Database.CreateDbContext();
        db.OperatorSessions.Add(
            new OperatorSession
            {
                Id = "session of " + operatorId,
                OperatorId = operatorId,
                StartedAt = Some(0),
                LastSeenAt = Some(0),
                ExpiresAt = Some(600),
                Method = "password",
            }
        );
        await db.SaveChangesAsync(Token);
    }

    private DateTimeOffset Some(int minute) => _host.Time.GetUtcNow().AddMinutes(minute);
}
