using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation.Sweep;

/// <summary>Starts, pauses and continues passes, and checks single users, for operators. Every action is audited.</summary>
internal sealed class SweepCommands(
    IDbContextFactory<DashboardDbContext> contexts,
    SweepPasses passes,
    SweepRunner runner,
    SweepWatch watch,
    UserChecker checker,
    CurrentOperator current,
    AuditWriter audit
)
{
    /// <summary>Starts a pass.</summary>
    /// <param name="brokerageId">The brokerage whose users to check; null: all users.</param>
    /// <param name="cancellationToken">Cancels before the pass is saved.</param>
    /// <returns>False when such a pass is unfinished.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<bool> StartAsync(string? brokerageId, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.RunSweeps);
        var begun = await passes.BeginAsync(
            brokerageId,
            actor.Name,
            db =>
                audit.Add(
                    db,
                    AuditActions.StartPass,
                    brokerageId is null ? "pass:all" : $"pass:brokerage {brokerageId}"
                ),
            cancellationToken
        );
        await NotifyAsync(cancellationToken);
        return begun;
    }

    /// <returns>False when the pass was not running.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<bool> PauseAsync(long passId, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.RunSweeps);
        return await PauseAsync(passId, actor.Name, AuditActions.PausePass, cancellationToken);
    }

    /// <returns>False when the pass was not paused.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<bool> ContinueAsync(long passId, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.RunSweeps);
        return await PauseAsync(passId, pausedBy: null, AuditActions.ContinuePass, cancellationToken);
    }

    /// <summary>Compares one user's connections with SnapTrade's list now.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<UserCheck> CheckUserAsync(string userId, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageLinks);
        var check = await checker.CheckAsync(userId, CallPriority.Interactive, cancellationToken);
        // SnapTrade may have been asked, so the entry is written even if the operator leaves the page.
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        audit.Add(
            db,
            AuditActions.CheckUser,
            $"user:{userId}",
            check.Status == VerificationStatus.Verified
                ? $"done: {check.Differences.Count} differences"
                : $"failed: {check.Status}"
        );
        await db.SaveChangesAsync(CancellationToken.None);
        return check;
    }

    private async Task<bool> PauseAsync(
        long passId,
        string? pausedBy,
        string action,
        CancellationToken cancellationToken
    )
    {
        var changed = await passes.PauseAsync(
            passId,
            pausedBy,
            db => audit.Add(db, action, $"pass:{passId}"),
            cancellationToken
        );
        await NotifyAsync(cancellationToken);
        return changed;
    }

    private async Task NotifyAsync(CancellationToken cancellationToken)
    {
        runner.Signal.Wake();
        await watch.ReadAsync(cancellationToken);
    }
}
