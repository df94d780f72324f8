using System.Net.Mail;
using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team.Invitations;

/// <summary>Asks people into the team: makes, sends, sends again and revokes invitations.</summary>
internal sealed partial class TeamInvitations(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    IMailSender mail,
    PublicOrigin origin,
    ILookupNormalizer normalizer,
    TimeProvider time,
    ILogger<TeamInvitations> logger
)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    /// <summary>Invitations without an answer, the latest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<PendingInvitation>> PendingAsync(
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ManageTeam);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        return await Pending(db)
            .AsNoTracking()
            .OrderByDescending(i => i.ExpiresAt)
            .ThenBy(i => i.Id)
            .Take(limit)
            .Select(i => new PendingInvitation(
                i.Id,
                i.Email,
                i.Role,
                i.CreatedBy,
                i.ExpiresAt,
                i.ExpiresAt <= now
            ))
            .ToListAsync(cancellationToken);
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
        email = email.Trim();
        if (email.Length > AccessOptions.LongestEmail || !IsAddress(email))
            return TeamRefusal.NotAnAddress;
        var (now, token) = (time.GetUtcNow(), InvitationToken.New());
        var invitation = new Invitation
        {
            Id = Guid.NewGuid().ToString("N"),
            Email = email,
            Role = role,
            TokenHash = InvitationToken.HashOf(token),
            CreatedAt = now,
            CreatedBy = actor.Name,
            ExpiresAt = now + Lifetime,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.DemandStillAdminAsync(actor, cancellationToken);
        if (await RefusalOfAsync(db, email, cancellationToken) is { } refusal)
            return refusal;
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
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await SendAsync(invitation, actor.Name, token, cancellationToken);
    }

    /// <summary>Sends it again with a new link, which ends the old one.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<InvitationResult> ResendAsync(string id, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.ManageTeam);
        var (expiresAt, token) = (time.GetUtcNow() + Lifetime, InvitationToken.New());
        var hash = InvitationToken.HashOf(token);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.DemandStillAdminAsync(actor, cancellationToken);
        var changed = await Pending(db)
            .Where(i => i.Id == id)
            .ExecuteUpdateAsync(
                s => s.SetProperty(i => i.TokenHash, hash).SetProperty(i => i.ExpiresAt, expiresAt),
                cancellationToken
            );
        if (changed == 0)
            return TeamRefusal.NotPending;
        var invitation = await db.Invitations.AsNoTracking().SingleAsync(i => i.Id == id, cancellationToken);
        audit.Add(
            db,
            AuditActions.ResendInvitation,
            SubjectOf(id),
            after: new { invitation.Email, invitation.ExpiresAt }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await SendAsync(invitation, actor.Name, token, cancellationToken);
    }

    /// <summary>Makes the link worth nothing.</summary>
    /// <returns>Why it was not done; null when it was.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<TeamRefusal?> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageTeam);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var revoked = await Pending(db)
            .Where(i => i.Id == id)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.RevokedAt, now), cancellationToken);
        if (revoked == 0)
            return TeamRefusal.NotPending;
        audit.Add(db, AuditActions.RevokeInvitation, SubjectOf(id), after: new { RevokedAt = now });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    internal static string SubjectOf(string id) => $"invitation:{id}";

    private static IQueryable<Invitation> Pending(DashboardDbContext db) =>
        db.Invitations.Where(i => i.AcceptedAt == null && i.RevokedAt == null);

    private static bool IsAddress(string email) =>
        MailAddress.TryCreate(email, out var parsed) && parsed.Address == email;

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

    private async Task<InvitationResult> SendAsync(
        Invitation invitation,
        string inviter,
        string token,
        CancellationToken cancellationToken
    )
    {
        var link = origin.Url($"/account/join/{token}");
        string? problem = null;
        try
        {
            await mail.SendAsync(InvitationMail.Write(invitation, inviter, link), cancellationToken);
            if (!mail.ReachesPeople)
                problem = "E-mail goes into a folder of the server here (Email__Mode is Pickup).";
        }
        catch (MailException failed)
        {
            LogNotSent(logger, invitation.Id, failed);
            problem = failed.Message;
        }
        return new InvitationResult(
            new SentInvitation(invitation.Email, link, invitation.ExpiresAt, problem),
            Refusal: null
        );
    }

    [LoggerMessage(LogLevel.Warning, "The invitation {Invitation} could not be sent by e-mail")]
    private static partial void LogNotSent(ILogger logger, string invitation, Exception exception);
}
