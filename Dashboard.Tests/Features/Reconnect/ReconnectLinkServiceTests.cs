using Dashboard.Access;
using Dashboard.Domain;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Reconnect;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Reconnect;

public sealed class ReconnectLinkServiceTests : ReconnectContext
{
    [Fact]
    public async Task The_token_is_in_the_answer_and_nowhere_else()
    {
        var link = await Host.MakeLinkAsync();

        var token = link.Url[$"{ReconnectHost.Origin}/r/".Length..];
        Assert.Equal(43, token.Length);
        Assert.Equal(Host.Time.GetUtcNow().AddDays(7), link.ExpiresAt);
        var stored = await Host.StoredLinkAsync(link.Id);
        Assert.Equal(LinkToken.HashOf(token), stored.TokenHash);
        Assert.Equal("Test person", stored.CreatedBy);
        Assert.DoesNotContain(token, Dump(), StringComparison.Ordinal);
        Assert.DoesNotContain(token, Host.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, link.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(link.Url, (await Host.MakeLinkAsync()).Url);
    }

    [Fact]
    public async Task Making_a_link_is_an_event_and_on_the_audit_trail()
    {
        var link = await Host.MakeLinkAsync();

        var made = Assert.Single(await Host.EventsAsync(EventTypes.LinkCreated));
        Assert.Equal(
            (EventSource.Operator, "Test person", link.Id, ReconnectHost.Connection),
            (made.Source, made.Actor, made.LinkId, made.ConnectionId)
        );
        await using var db = Host.Database.CreateDbContext();
        var audited = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal(
            ("Test person", "Support", "create reconnect link", "connection:connection-1"),
            (audited.Actor, audited.ActorRole, audited.Action, audited.Subject)
        );
        Assert.StartsWith(
            $"{{\"link\":\"{link.Id}\",\"expiresAt\":",
            audited.After,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_manager_and_a_read_key_may_not_make_list_or_revoke_links()
    {
        foreach (var scope in new[] { Host.As(Role.Manager), Host.As(ApiScope.Read) })
        {
            var links = scope.ServiceProvider.GetRequiredService<ReconnectLinkService>();
            var portal = scope.ServiceProvider.GetRequiredService<PortalLinkService>();
            var ct = Token;
            await Assert.ThrowsAsync<AccessDeniedException>(() =>
                links.CreateAsync(ReconnectHost.Connection, LinkOrigin.Copy, ct)
            );
            await Assert.ThrowsAsync<AccessDeniedException>(() => links.ListAsync("connection-1", ct));
            await Assert.ThrowsAsync<AccessDeniedException>(() => links.RevokeAsync("any", ct));
            await Assert.ThrowsAsync<AccessDeniedException>(() => portal.CreateAsync("connection-1", ct));
            scope.Dispose();
        }
        Assert.Empty(Host.SnapTrade.Logins);
    }

    [Fact]
    public async Task An_unknown_connection_is_refused_and_audited()
    {
        Assert.Equal(LinkRefusalReason.NotFound, (await RefusalAsync("nothing")).Reason);

        await using var db = Host.Database.CreateDbContext();
        var audited = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal(
            ("create reconnect link", "connection:nothing", "refused: NotFound"),
            (audited.Action, audited.Subject, audited.Result)
        );
    }

    [Fact]
    public async Task A_connection_that_works_is_refused_with_the_next_step()
    {
        await Host.HappensAsync(EventTypes.ConnectionFixed);
        var refusal = await RefusalAsync();
        Assert.Equal(LinkRefusalReason.AlreadyHealthy, refusal.Reason);
        Assert.Contains("Check it if you think that it does not", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_connection_is_refused()
    {
        await Host.HappensAsync(EventTypes.ConnectionDeleted);
        Assert.Equal(LinkRefusalReason.Deleted, (await RefusalAsync()).Reason);
    }

    [Fact]
    public async Task Without_the_secret_the_host_application_is_told_what_to_send()
    {
        await Host.Database.EventsAsync(Some.Broken(0, "c2", "user/2"));
        var refusal = await RefusalAsync("c2");
        Assert.Equal(LinkRefusalReason.NoSecret, refusal.Reason);
        Assert.EndsWith("PUT /api/v1/users/user%2F2.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_SnapTrade_refuses_is_reported()
    {
        await Host.ChangeAsync(db => db.SnapTradeUsers.Single().RefuseSecret(Some.Noon));
        Assert.Equal(LinkRefusalReason.SecretRefused, (await RefusalAsync()).Reason);
    }

    [Fact]
    public async Task A_revoked_link_is_listed_as_revoked_and_the_event_is_written_once()
    {
        var link = await Host.MakeLinkAsync();
        using var scope = Host.As(Role.Support);
        var links = scope.ServiceProvider.GetRequiredService<ReconnectLinkService>();
        var ct = Token;

        Assert.True(await links.RevokeAsync(link.Id, ct));
        Assert.True(await links.RevokeAsync(link.Id, ct));
        Assert.False(await links.RevokeAsync("another", ct));

        var listed = Assert.Single(await links.ListAsync(ReconnectHost.Connection, ct));
        Assert.Equal((LinkStatus.Revoked, "Test person"), (listed.Status, listed.Link.RevokedBy));
        Assert.Single(await Host.EventsAsync(EventTypes.LinkRevoked));
        await using var db = Host.Database.CreateDbContext();
        var audited = await db.AuditEntries.SingleAsync(
            e => e.Action == AuditActions.RevokeReconnectLink,
            ct
        );
        Assert.StartsWith(
            $"{{\"link\":\"{link.Id}\",\"expiresAt\":",
            audited.Before,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            $"{{\"link\":\"{link.Id}\",\"revokedAt\":",
            audited.After,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_link_expires_at_its_time_and_not_before()
    {
        await Host.MakeLinkAsync();
        Host.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal(LinkStatus.Active, await StatusAsync());
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(LinkStatus.Expired, await StatusAsync());
    }

    [Fact]
    public async Task An_episode_that_ended_by_deletion_ends_a_link_too()
    {
        await Host.MakeLinkAsync();
        var episode = Episode.Open(ReconnectHost.Connection, Some.Noon.AddMinutes(-30));
        episode.End(Host.Time.GetUtcNow().AddMinutes(1), EpisodeOutcome.Deleted);
        await Host.ChangeAsync(db => db.Add(episode));

        Assert.Equal(LinkStatus.Repaired, await StatusAsync());
    }

    [Fact]
    public async Task A_repair_ends_a_link_for_good_even_when_the_connection_breaks_again()
    {
        await Host.MakeLinkAsync();
        Host.Time.Advance(TimeSpan.FromMinutes(5));
        await Host.HappensAsync(EventTypes.ConnectionFixed);
        Assert.Equal(LinkStatus.Repaired, await StatusAsync());
        Host.Time.Advance(TimeSpan.FromMinutes(5));
        await Host.HappensAsync(EventTypes.ConnectionBroken);
        Assert.Equal(LinkStatus.Repaired, await StatusAsync());
    }

    [Fact]
    public async Task A_repair_before_the_link_was_made_does_not_end_it()
    {
        await Host.HappensAsync(EventTypes.ConnectionFixed);
        Host.Time.Advance(TimeSpan.FromMinutes(5));
        await Host.HappensAsync(EventTypes.ConnectionBroken);
        await Host.MakeLinkAsync();
        Assert.Equal(LinkStatus.Active, await StatusAsync());
    }

    private async Task<LinkRefusal> RefusalAsync(string connectionId = ReconnectHost.Connection)
    {
        using var scope = Host.As(Role.Admin);
        var links = scope.ServiceProvider.GetRequiredService<ReconnectLinkService>();
        var (link, refusal) = await links.CreateAsync(connectionId, LinkOrigin.Copy, Token);
        Assert.Null(link);
        Assert.Empty(await Host.EventsAsync(EventTypes.LinkCreated));
        return refusal!;
    }

    private async Task<LinkStatus> StatusAsync()
    {
        using var scope = Host.As(Role.Support);
        var links = scope.ServiceProvider.GetRequiredService<ReconnectLinkService>();
        var listed = await links.ListAsync(ReconnectHost.Connection, Token);
        return Assert.Single(listed).Status;
    }

    private string Dump()
    {
        // The whole file with its journal: whatever is stored has to pass through it.
        using var db = File.Open(Host.Database.FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var wal = File.Open(
            Host.Database.FilePath + "-wal",
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite
        );
        using var both = new MemoryStream();
        db.CopyTo(both);
        wal.CopyTo(both);
        return System.Text.Encoding.Latin1.GetString(both.ToArray());
    }
}
