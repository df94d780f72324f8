using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails;
using Dashboard.Emails.Policy;
using Dashboard.Text;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Policy;

/// <summary>Reads and changes the policy.</summary>
internal sealed class PolicyEditor(
    IDbContextFactory<DashboardDbContext> contexts,
    PolicyReader policies,
    CurrentOperator current,
    AuditWriter audit,
    TimeProvider time
)
{
    /// <exception cref="AccessDeniedException"/>
    public async Task<PolicyState> ReadAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageSettings);
        var policy = await policies.ReadAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var broken = await db
            .HealthCounts.Where(c => c.Health == Health.Disabled)
            .SumAsync(c => c.Total, cancellationToken);
        return new PolicyState(policy, broken);
    }

    /// <summary>
    /// Saves the rules and whether the policy is on. Switching it off cancels the e-mails that it has queued.
    /// </summary>
    /// <exception cref="ArgumentException">The rules are invalid: see <see cref="PolicyCheck"/>.</exception>
    /// <exception cref="AccessDeniedException"/>
    public async Task<PolicySaved> SaveAsync(PolicyChange change, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.ManageSettings);
        if (PolicyCheck.Problems(change.Rules) is [var problem, ..])
            throw new ArgumentException(problem.Words, nameof(change));
        return await contexts.InTransactionAsync(
            (db, token) => SaveAsync(db, change, actor.Name, token),
            cancellationToken
        );
    }

    // Runs again when another admin saved meanwhile, and finds the conflict then.
    private async Task<PolicySaved> SaveAsync(
        DashboardDbContext db,
        PolicyChange change,
        string by,
        CancellationToken cancellationToken
    )
    {
        var policy = await ForChangeAsync(db, cancellationToken);
        if (policy.Version != change.Version)
            return PolicySaved.Conflict(policy);
        var parts = Apply(policy, change, by);
        if (parts.IsEmpty)
            return new PolicySaved(policy);
        // Saved first, so that the evaluator cannot queue more e-mails before the commit.
        await db.SaveChangesAsync(cancellationToken);
        var cancelled = change.IsOn ? 0 : await CancelQueuedAsync(db, cancellationToken);
        audit.Add(
            db,
            AuditActions.ChangeEmailPolicy,
            "e-mail policy",
            cancelled == 0 ? "done" : $"done, {Counts.Number(cancelled)} queued e-mails cancelled",
            parts.Before,
            parts.After
        );
        await db.SaveChangesAsync(cancellationToken);
        return new PolicySaved(policy) { HasChanged = true, Cancelled = cancelled };
    }

    private static async Task<EmailPolicy> ForChangeAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    ) =>
        await db.EmailPolicies.SingleOrDefaultAsync(p => p.Id == EmailPolicy.OnlyId, cancellationToken)
        ?? db.Add(new EmailPolicy()).Entity;

    private ChangedParts Apply(EmailPolicy policy, PolicyChange change, string by)
    {
        var now = time.GetUtcNow();
        var (was, isNow) = (SendingRules.Of(policy), change.Rules);
        DateTimeOffset? onSince = change.IsOn ? policy.OnSince ?? now : null;
        var parts = new ChangedParts()
            .Add("onSince", policy.OnSince, onSince)
            .Add("grace", was.Grace, isNow.Grace)
            .Add("steps", was.StepsText, isNow.StepsText)
            .Add("quietFrom", was.Window.QuietFrom, isNow.Window.QuietFrom)
            .Add("quietTo", was.Window.QuietTo, isNow.Window.QuietTo)
            .Add("days", was.Window.Days, isNow.Window.Days)
            .Add("mostPerWeek", was.MaxPerWeek, isNow.MaxPerWeek)
            .Add("coolDown", was.CoolDown, isNow.CoolDown)
            .Add("timeZone", was.TimeZone, isNow.TimeZone);
        if (parts.IsEmpty)
            return parts;
        policy.Take(isNow);
        (policy.OnSince, policy.UpdatedAt, policy.UpdatedBy) = (onSince, now, by);
        policy.NextVersion();
        return parts;
    }

    private async Task<int> CancelQueuedAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        return await db
            .Emails.Where(e => e.State == EmailState.Queued && e.Trigger == EmailTrigger.Policy)
            .ExecuteUpdateAsync(
                s => s.SetProperty(e => e.State, EmailState.Cancelled).SetProperty(e => e.FinishedAt, now),
                cancellationToken
            );
    }
}

/// <param name="Policy">The saved policy, or the defaults.</param>
/// <param name="BrokenNow">The number of disabled connections.</param>
public sealed record PolicyState(EmailPolicy Policy, long BrokenNow);

/// <param name="IsOn">Whether the policy is to be on.</param>
/// <param name="Version">The version that the admin saw.</param>
internal sealed record PolicyChange(SendingRules Rules, bool IsOn, long Version);

/// <param name="Policy">The saved policy.</param>
internal sealed record PolicySaved(EmailPolicy Policy)
{
    /// <summary>Whether anything was changed.</summary>
    public bool HasChanged { get; init; }

    /// <summary>The number of queued e-mails cancelled.</summary>
    public int Cancelled { get; init; }

    /// <summary>Whether another admin changed the policy meanwhile; then nothing was saved.</summary>
    public bool IsConflict { get; init; }

    public static PolicySaved Conflict(EmailPolicy policy) => new(policy) { IsConflict = true };
}
