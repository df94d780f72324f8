using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team.Invitations;

/// <summary>Lists, sends, resends and revokes invitations.</summary>
internal sealed class TeamInvitations(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    InvitationDelivery delivery,
    ILookupNormalizer normalizer,
    TimeProvider time
)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    /// <summary>Reads the pending invitations, the latest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<PendingInvitation, PendingPosition>> PendingAsync(
        PendingPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ManageTeam);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var pending = Pending(db).AsNoTracking();
        if (after is { ExpiresAt: var at, Id: var id })
            pending = pending.Where(i =>
                i.ExpiresAt < at || (i.ExpiresAt == at && string.Compare(i.Id, id) > 0)
            );
        return await pending
            .OrderByDescending(i => i.ExpiresAt)
            .ThenBy(i => i.Id)
            .Select(i => new PendingInvitation(
                i.Id,
                i.Email,
                i.Role,
                i.CreatedBy,
                i.ExpiresAt,
                i.ExpiresAt <= now
            ))
            .ToPageAsync(limit, i => new PendingPosition(i.ExpiresAt, i.Id), cancellationToken);
    }

    /// <summary>Invites an address; the link goes there by e-mail.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<InvitationResult> InviteAsync(
        string email,
        Role role,
        CancellationToken cancellationToken
    )
    {
        var actor = await current.DemandAsync(Permission.ManageTeam);
        email = EmailAddress.Tidy(email);
        if (email.Length > AccessOptions.MaxEmailLength || !IsAddress(email))
            return TeamRefusal.NotAnAddress;
        var (now, secret) = (time.GetUtcNow(), LinkToken.New());
        var invitation = new Invitation
        {
            Id = Guid.NewGuid().ToString("N"),
            Email = email,
            Role = role,
            TokenHash = LinkToken.HashOf(secret),
            CreatedAt = now,
            CreatedBy = actor.Name,
            ExpiresAt = now + Lifetime,
        };
        var refusal = await contexts.InTransactionAsync(
            async (db, token) =>
            {
                await db.DemandStillAdminAsync(actor, token);
                if (await RefusalOfAsync(db, email, token) is { } reason)
                    return reason;
                db.Invitations.Add(invitation);
                audit.Add(
                    db,
                    AuditActions.Invite,
                    SubjectOf(invitation.Id),
                    after: new
                    {
                        invitation.Email,
                        Role = role.ToString(),
                        invitation.ExpiresAt,
                    }
                );
                await db.SaveChangesAsync(token);
                return (TeamRefusal?)null;
            },
            cancellationToken
        );
        return refusal is { } refused
            ? refused
            : await delivery.SendAsync(invitation, actor.Name, secret, cancellationToken);
    }

    /// <summary>Sends an invitation again with a new link; the old link no longer works.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<InvitationResult> ResendAsync(string id, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.ManageTeam);
        var (expiresAt, secret) = (time.GetUtcNow() + Lifetime, LinkToken.New());
        var hash = LinkToken.HashOf(secret);
        var invitation = await contexts.InTransactionAsync(
            async (db, token) =>
            {
                await db.DemandStillAdminAsync(actor, token);
                var changed = await Pending(db)
                    .Where(i => i.Id == id)
                    .ExecuteUpdateAsync(
                        s => s.SetProperty(i => i.TokenHash, hash).SetProperty(i => i.ExpiresAt, expiresAt),
                        token
                    );
                if (changed == 0)
                    return null;
                var renewed = await db.Invitations.AsNoTracking().SingleAsync(i => i.Id == id, token);
                audit.Add(
                    db,
                    AuditActions.ResendInvitation,
                    SubjectOf(id),
                    after: new { renewed.Email, renewed.ExpiresAt }
                );
                await db.SaveChangesAsync(token);
                return renewed;
            },
            cancellationToken
        );
        return invitation is null
            ? TeamRefusal.NotPending
            : await delivery.SendAsync(invitation, actor.Name, secret, cancellationToken);
    }

    /// <summary>Ends an invitation: its link no longer works.</summary>
    /// <returns>Why it was refused; null when it was done.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<TeamRefusal?> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageTeam);
        var now = time.GetUtcNow();
        return await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var revoked = await Pending(db)
                    .Where(i => i.Id == id)
                    .ExecuteUpdateAsync(s => s.SetProperty(i => i.RevokedAt, now), token);
                if (revoked == 0)
                    return TeamRefusal.NotPending;
                audit.Add(db, AuditActions.RevokeInvitation, SubjectOf(id), after: new { RevokedAt = now });
                await db.SaveChangesAsync(token);
                return (TeamRefusal?)null;
            },
            cancellationToken
        );
    }

    internal static string SubjectOf(string id) => $"invitation:{id}";

    private static IQueryable<Invitation> Pending(DashboardDbContext db) =>
        db.Invitations.Where(i => i.AcceptedAt == null && i.RevokedAt == null);

    private static bool IsAddress(string email) => EmailAddress.Read(email) == email;

    private async Task<TeamRefusal?> RefusalOfAsync(
        DashboardDbContext db,
        string email,
        CancellationToken cancellationToken
    )
    {
        var name = normalizer.NormalizeName(email);
        if (await db.Users.AnyAsync(o => o.NormalizedUserName == name, cancellationToken))
            return TeamRefusal.AlreadyMember;
        // Few wait at a time, and the two databases differ in how they compare letters.
        var invited = await Pending(db).Select(i => i.Email).ToListAsync(cancellationToken);
        return invited.Exists(i => normalizer.NormalizeName(i) == name) ? TeamRefusal.AlreadyInvited : null;
    }
}
