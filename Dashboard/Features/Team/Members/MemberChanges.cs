using Dashboard.Access;
using Dashboard.Access.SecondFactor;
using Dashboard.Access.Sessions;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team.Members;

/// <summary>
/// Changes roles and accounts of operators, and signs operators out where they may do less than before. Changes are
/// made one at a time, so that of two admins who demote each other at once one stays an admin.
/// </summary>
internal sealed class MemberChanges(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    TimeProvider time
)
{
    /// <returns>Why the change was refused; null when it was made.</returns>
    /// <exception cref="AccessDeniedException"/>
    public Task<TeamRefusal?> ChangeRoleAsync(string id, Role role, CancellationToken cancellationToken) =>
        MakeAsync(
            id,
            new MemberChange(
                AuditActions.ChangeRole,
                Losing,
                member => member.Role = role,
                member => new { Role = member.Role.ToString() }
            ),
            cancellationToken
        );

    /// <inheritdoc cref="ChangeRoleAsync"/>
    public Task<TeamRefusal?> DisableAsync(string id, CancellationToken cancellationToken) =>
        MakeAsync(
            id,
            new MemberChange(
                AuditActions.DisableOperator,
                Losing,
                member => member.DisabledAt ??= time.GetUtcNow(),
                member => new { member.DisabledAt }
            ),
            cancellationToken
        );

    /// <summary>Enables a disabled operator, or unlocks one after wrong passwords.</summary>
    /// <inheritdoc cref="ChangeRoleAsync"/>
    public Task<TeamRefusal?> EnableAsync(string id, CancellationToken cancellationToken) =>
        MakeAsync(
            id,
            new MemberChange(
                AuditActions.EnableOperator,
                (_, _, _) => null,
                member => (member.DisabledAt, member.LockoutEnd, member.AccessFailedCount) = (null, null, 0),
                member => new { member.DisabledAt, member.LockoutEnd }
            )
            {
                EndsSessions = false,
            },
            cancellationToken
        );

    /// <summary>Removes the authenticator, the recovery codes and all passkeys.</summary>
    /// <inheritdoc cref="ChangeRoleAsync"/>
    public Task<TeamRefusal?> ResetSecondFactorAsync(string id, CancellationToken cancellationToken) =>
        MakeAsync(
            id,
            new MemberChange(
                AuditActions.ResetSecondFactor,
                (_, isYourself, _) => isYourself ? TeamRefusal.Yourself : null,
                member => member.TwoFactorEnabled = false,
                member => new { member.TwoFactorEnabled }
            )
            {
                Also = db => SecondFactorEnrolment.RemoveAllAsync(db, id, cancellationToken),
            },
            cancellationToken
        );

    private static TeamRefusal? Losing(Operator member, bool isYourself, bool hasOtherAdmin) =>
        MemberRules.OfLosing(member.Role, member.DisabledAt is not null, isYourself, hasOtherAdmin);

    private async Task<TeamRefusal?> MakeAsync(
        string id,
        MemberChange change,
        CancellationToken cancellationToken
    )
    {
        var actor = await current.DemandAsync(Permission.ManageTeam);
        return await contexts.InTransactionAsync(
            (db, token) => MakeAsync(db, id, change, actor, token),
            cancellationToken
        );
    }

    private async Task<TeamRefusal?> MakeAsync(
        DashboardDbContext db,
        string id,
        MemberChange change,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        await LockAdminsAsync(db, id, cancellationToken);
        var admins = await EnabledAdminsAsync(db, cancellationToken);
        // The page may be a minute old, and the operator's role may have changed since.
        if (!admins.Contains(actor.Id, StringComparer.Ordinal))
            throw new AccessDeniedException(Permission.ManageTeam);
        if (await db.Users.SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is not { } member)
            return TeamRefusal.Gone;
        var refusal = change.Rule(member, id == actor.Id, admins.Exists(a => a != id));
        var before = change.Shown(member);
        if (refusal is null)
            await ApplyAsync(db, member, change, cancellationToken);
        var result = refusal is null ? "done" : $"refused, {refusal}";
        var after = refusal is null ? change.Shown(member) : null;
        audit.Add(db, change.Action, $"operator:{id}", result, before, after);
        await db.SaveChangesAsync(cancellationToken);
        return refusal;
    }

    private async Task ApplyAsync(
        DashboardDbContext db,
        Operator member,
        MemberChange change,
        CancellationToken cancellationToken
    )
    {
        change.Apply(member);
        // A concurrent request that read the operator before this change can't overwrite it.
        member.ConcurrencyStamp = NewStamp();
        if (change.EndsSessions)
        {
            member.SecurityStamp = NewStamp();
            await SessionStore.EndAllAsync(
                db,
                member.Id,
                time.GetUtcNow(),
                exceptId: null,
                cancellationToken
            );
        }
        if (change.Also is not null)
            await change.Also(db);
    }

    // The write makes a concurrent change wait until this one is committed.
    private static Task LockAdminsAsync(
        DashboardDbContext db,
        string id,
        CancellationToken cancellationToken
    ) =>
        db
            .Users.Where(o => o.Role == Role.Admin || o.Id == id)
            .ExecuteUpdateAsync(s => s.SetProperty(o => o.Role, o => o.Role), cancellationToken);

    private static Task<List<string>> EnabledAdminsAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    ) =>
        db
            .Users.Where(o => o.Role == Role.Admin && o.DisabledAt == null)
            .Select(o => o.Id)
            .ToListAsync(cancellationToken);

    private static string NewStamp() => Guid.NewGuid().ToString("N");
}
