using Dashboard.Access;
using Dashboard.Access.SecondFactor;
using Dashboard.Access.Sessions;
using Dashboard.Data;
using Dashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team.Members;

/// <summary>
/// Changes what operators may do. Each change ends the operator's sessions with it, and is made while nobody
/// else changes who is an admin, so that two admins who demote each other at once leave one.
/// </summary>
internal sealed class MemberChanges(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    TimeProvider time
)
{
    /// <returns>Why it was not done; null when it was.</returns>
    /// <exception cref="AccessDeniedException"/>
    public Task<TeamRefusal?> ChangeRoleAsync(string id, Role role, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            "change role",
            Losing,
            member => member.Role = role,
            member => new { member.Role },
            cancellationToken
        );

    /// <inheritdoc cref="ChangeRoleAsync"/>
    public Task<TeamRefusal?> DisableAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            "disable operator",
            Losing,
            member => member.DisabledAt ??= time.GetUtcNow(),
            member => new { member.DisabledAt },
            cancellationToken
        );

    /// <inheritdoc cref="ChangeRoleAsync"/>
    public Task<TeamRefusal?> EnableAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            "enable operator",
            (_, _, _) => null,
            member => (member.DisabledAt, member.LockoutEnd, member.AccessFailedCount) = (null, null, 0),
            member => new { member.DisabledAt },
            cancellationToken
        );

    /// <summary>Removes the authenticator, the recovery codes and all passkeys.</summary>
    /// <inheritdoc cref="ChangeRoleAsync"/>
    public Task<TeamRefusal?> ResetSecondFactorAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            "reset second factor",
            (_, isYourself, _) => isYourself ? TeamRefusal.Yourself : null,
            member => member.TwoFactorEnabled = false,
            member => new { member.TwoFactorEnabled },
            cancellationToken,
            db => SecondFactorEnrolment.RemoveAllAsync(db, id, cancellationToken)
        );

    private static TeamRefusal? Losing(Operator member, bool isYourself, bool hasOtherAdmin) =>
        MemberRules.OfLosing(member.Role, member.DisabledAt is not null, isYourself, hasOtherAdmin);

    private async Task<TeamRefusal?> ChangeAsync(
        string id,
        string action,
        Func<Operator, bool, bool, TeamRefusal?> rule,
        Action<Operator> change,
        Func<Operator, object> changed,
        CancellationToken cancellationToken,
        Func<DashboardDbContext, Task>? also = null
    )
    {
        var actor = await current.DemandAsync(Permission.ManageTeam);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await HoldAdminsAsync(db, id, cancellationToken);
        var admins = await EnabledAdminsAsync(db, cancellationToken);
        // The page may be a minute behind: whoever lost the role meanwhile changes nobody.
        if (!admins.Contains(actor.Id, StringComparer.Ordinal))
            throw new AccessDeniedException(Permission.ManageTeam);
        if (await db.Users.SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is not { } member)
            return TeamRefusal.Gone;
        var refusal = rule(member, id == actor.Id, admins.Exists(a => a != id));
        var before = changed(member);
        if (refusal is null)
        {
            change(member);
            (member.SecurityStamp, member.ConcurrencyStamp) = (NewStamp(), NewStamp());
            await SessionStore.EndAllAsync(db, id, time.GetUtcNow(), exceptId: null, cancellationToken);
            if (also is not null)
                await also(db);
        }
        var result = refusal is null ? "done" : $"refused, {refusal}";
        audit.Add(db, action, $"operator:{id}", result, before, refusal is null ? changed(member) : null);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return refusal;
    }

    // Written before they are read: the write is what makes a second change wait.
    private static Task HoldAdminsAsync(
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
