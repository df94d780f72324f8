using Dashboard.Access;
using Dashboard.Access.SecondFactor;
using Dashboard.Access.Sessions;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team.Members;

/// <summary>
/// Changes what operators may do, and ends their sessions where they may do less. Each change is made while
/// nobody else changes who is an admin, so that two admins who demote each other at once leave one.
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
        MakeAsync(
            id,
            new Change(
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
            new Change(
                AuditActions.DisableOperator,
                Losing,
                member => member.DisabledAt ??= time.GetUtcNow(),
                member => new { member.DisabledAt }
            ),
            cancellationToken
        );

    /// <summary>Lets somebody in again who was disabled, or locked after wrong passwords.</summary>
    /// <inheritdoc cref="ChangeRoleAsync"/>
    public Task<TeamRefusal?> EnableAsync(string id, CancellationToken cancellationToken) =>
        MakeAsync(
            id,
            new Change(
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
            new Change(
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

    private async Task<TeamRefusal?> MakeAsync(string id, Change change, CancellationToken cancellationToken)
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
        var refusal = change.Rule(member, id == actor.Id, admins.Exists(a => a != id));
        var before = change.Shown(member);
        if (refusal is null)
            await ApplyAsync(db, member, change, cancellationToken);
        var result = refusal is null ? "done" : $"refused, {refusal}";
        var after = refusal is null ? change.Shown(member) : null;
        audit.Add(db, change.Action, $"operator:{id}", result, before, after);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return refusal;
    }

    private async Task ApplyAsync(
        DashboardDbContext db,
        Operator member,
        Change change,
        CancellationToken cancellationToken
    )
    {
        change.Apply(member);
        // Whoever read the operator before this can't write the old state back.
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

    /// <param name="Rule">Why not, of the member, whether it is oneself, and whether another admin is left.</param>
    /// <param name="Shown">What the audit trail has of it, before and after.</param>
    private sealed record Change(
        string Action,
        Func<Operator, bool, bool, TeamRefusal?> Rule,
        Action<Operator> Apply,
        Func<Operator, object> Shown
    )
    {
        public bool EndsSessions { get; init; } = true;

        /// <summary>What else is written with it.</summary>
        public Func<DashboardDbContext, Task>? Also { get; init; }
    }
}
