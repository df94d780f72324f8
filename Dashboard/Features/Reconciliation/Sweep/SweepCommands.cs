using Dashboard.Access;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Reconciliation.Sweep;

/// <summary>Starts, pauses and continues passes for operators. Every action is audited.</summary>
internal sealed class SweepCommands(
    SweepPasses passes,
    SweepRunner runner,
    SweepWatch watch,
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
