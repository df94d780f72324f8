using Dashboard.Access;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Reconnect;

/// <summary>SnapTrade's own 5-minute link, for a customer who is on the phone.</summary>
/// <exception cref="AccessDeniedException">The caller lacks <see cref="Permission.ManageLinks"/>.</exception>
internal sealed class PortalLinkService(
    LinkLookup lookup,
    PortalDoor door,
    OperatorJournal journal,
    CurrentOperator current,
    TimeProvider time
)
{
    // SnapTrade's limit. Counted from before the request, so that ours never outlasts theirs.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public async Task<LinkResult<DirectPortalLink>> CreateAsync(
        string connectionId,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ManageLinks);
        var target = await lookup.FindTargetAsync(connectionId, cancellationToken);
        if (ReconnectLinkService.WhyNot(connectionId, target) is { } refusal)
            return await journal.RefuseAsync(
                refusal,
                connectionId,
                AuditActions.CreatePortalLink,
                cancellationToken
            );
        var expiresAt = time.GetUtcNow() + Lifetime;
        var opening = await door.OpenAsync(target!, returnUrl: null, cancellationToken);
        if (opening.Url is not { } url)
            return await journal.RefuseAsync(
                RefusalOf(opening, target!.Connection),
                connectionId,
                AuditActions.CreatePortalLink,
                cancellationToken
            );
        await journal.RecordAsync(
            new(EventTypes.PortalLinkCreated, target!.Connection.Id, target.Connection.UserId, LinkId: null)
            {
                After = new { expiresAt },
            },
            AuditActions.CreatePortalLink,
            change: null,
            cancellationToken
        );
        return new DirectPortalLink(url, expiresAt);
    }

    private static LinkRefusal RefusalOf(PortalOpening opening, Connection connection) =>
        opening.Failure switch
        {
            LinkRefusalReason.NoSecret => LinkRefusal.NoSecret(connection.UserId),
            LinkRefusalReason.SecretRefused => LinkRefusal.SecretRefused(connection.UserId),
            LinkRefusalReason.KeysRefused => LinkRefusal.KeysRefused,
            LinkRefusalReason.RateLimited => LinkRefusal.RateLimited,
            LinkRefusalReason.SnapTradeUnavailable => LinkRefusal.SnapTradeUnavailable,
            _ => LinkRefusal.PortalRefused,
        };
}
