using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Domain.Users;
using Dashboard.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Reconnect;

/// <summary>
/// Makes, lists and revokes reconnect links. Every method needs <see cref="Permission.ManageLinks"/>.
/// </summary>
/// <exception cref="AccessDeniedException">From every method, when the caller lacks the permission.</exception>
internal sealed class ReconnectLinkService(
    LinkLookup lookup,
    OperatorJournal journal,
    CurrentOperator current,
    PublicOrigin origin,
    IDbContextFactory<DashboardDbContext> contexts,
    IOptions<ReconnectOptions> options,
    TimeProvider time
)
{
    public const int MaxListed = 50;

    /// <summary>Makes a link. Its URL is in the result and nowhere else.</summary>
    public async Task<LinkResult<CreatedLink>> CreateAsync(
        string connectionId,
        LinkOrigin madeBy,
        CancellationToken cancellationToken
    )
    {
        var actor = await current.DemandAsync(Permission.ManageLinks);
        var target = await lookup.FindTargetAsync(connectionId, cancellationToken);
        if (WhyNot(connectionId, target) is { } refusal)
            return await journal.RefuseAsync(
                refusal,
                connectionId,
                AuditActions.CreateReconnectLink,
                cancellationToken
            );
        var token = LinkToken.New();
        var url = origin.Url($"/r/{token}");
        var link = ReconnectLink.Create(
            LinkToken.HashOf(token),
            target!.Connection,
            madeBy,
            actor.Name,
            time.GetUtcNow(),
            options.Value.LinkLifetime
        );
        await journal.RecordAsync(
            new(EventTypes.LinkCreated, target.Connection.Id, target.Connection.UserId, link.Id)
            {
                After = new { link = link.Id, link.ExpiresAt },
            },
            AuditActions.CreateReconnectLink,
            (db, _) =>
            {
                db.Add(link);
                return Task.CompletedTask;
            },
            cancellationToken
        );
        return new CreatedLink(link.Id, link.ConnectionId, url, link.ExpiresAt);
    }

    /// <summary>Ends a link. Revoking twice is the same as once.</summary>
    /// <returns>Whether the link exists.</returns>
    public async Task<bool> RevokeAsync(string linkId, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.ManageLinks);
        await using var reading = await contexts.CreateDbContextAsync(cancellationToken);
        var link = await reading
            .ReconnectLinks.AsNoTracking()
            .SingleOrDefaultAsync(l => l.Id == linkId, cancellationToken);
        if (link is null || link.RevokedAt is not null)
            return link is not null;
        var now = time.GetUtcNow();
        await journal.RecordAsync(
            new(EventTypes.LinkRevoked, link.ConnectionId, link.UserId, link.Id, $"revoked:{link.Id}")
            {
                Before = new { link = link.Id, link.ExpiresAt },
                After = new { link = link.Id, RevokedAt = now },
            },
            AuditActions.RevokeReconnectLink,
            async (db, token) =>
                (await db.ReconnectLinks.SingleAsync(l => l.Id == linkId, token)).Revoke(actor.Name, now),
            cancellationToken
        );
        return true;
    }

    /// <summary>The connection's links, the latest first, at most <see cref="MaxListed"/>.</summary>
    public async Task<IReadOnlyList<LinkSummary>> ListAsync(
        string connectionId,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ManageLinks);
        return await lookup.ListAsync(connectionId, MaxListed, cancellationToken);
    }

    /// <summary>Describes the link that would be made now, without making it.</summary>
    public async Task<LinkProspect> DescribeAsync(string connectionId, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageLinks);
        var target = await lookup.FindTargetAsync(connectionId, cancellationToken);
        return new LinkProspect(
            FirstNameOf(target?.User),
            target?.Brokerage?.Name,
            WhyNot(connectionId, target),
            target?.Brokerage is { } brokerage ? await TroubleAsync(brokerage, cancellationToken) : null
        );
    }

    private async Task<string?> TroubleAsync(Brokerage brokerage, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await IncidentRows.Open(db).AnyAsync(i => i.BrokerageId == brokerage.Id, cancellationToken))
            return $"Many connections of {Bidi.Isolate(brokerage.Name)} broke at the same time, so the cause is the brokerage. Ask the customer to wait. The link works after the incident.";
        return brokerage switch
        {
            { InMaintenance: true } =>
                $"{Bidi.Isolate(brokerage.Name)} is in maintenance: reconnecting fails until it ends. Ask the customer to wait.",
            { IsDegraded: true } =>
                $"{Bidi.Isolate(brokerage.Name)} is degraded: reconnecting may fail. If it does, ask the customer to try again later.",
            _ => null,
        };
    }

    /// <summary>Why no customer can repair this connection now; null when one can.</summary>
    internal static LinkRefusal? WhyNot(string connectionId, LinkTarget? target) =>
        target switch
        {
            null => LinkRefusal.NotFound(connectionId),
            { Connection.Health: Health.Deleted } => LinkRefusal.Deleted,
            { Connection.Health: Health.Healthy } => LinkRefusal.AlreadyHealthy,
            { User: null or { ProtectedSecret: null } } => LinkRefusal.NoSecret(target.Connection.UserId),
            { User.SecretRefusedAt: not null } => LinkRefusal.SecretRefused(target.Connection.UserId),
            _ => null,
        };

    private static string? FirstNameOf(SnapTradeUser? user) =>
        user?.Name?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            is [var first, ..]
            ? first
            : null;
}
