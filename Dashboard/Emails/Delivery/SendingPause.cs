using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails.Delivery;

/// <summary>Ends a pause of sending on an operator's request.</summary>
internal sealed class SendingPause(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    DispatcherState state,
    EmailSignal signal,
    TimeProvider time
)
{
    /// <summary>Makes the held e-mails due and tries one of them immediately; does nothing while nothing is paused.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.SendEmails);
        if (state.Current is not { IsInTrouble: true, LastFailure: { } words })
            return;
        var now = time.GetUtcNow();
        var held = Limits.Cut(words, Limits.Text);
        await contexts.InTransactionAsync(
            async (db, token) =>
            {
                await db
                    .Emails.Where(e =>
                        e.State == EmailState.Queued && e.NotBefore > now && e.LastError == held
                    )
                    .ExecuteUpdateAsync(s => s.SetProperty(e => e.NotBefore, now), token);
                audit.Add(db, AuditActions.ResumeSending, "emails");
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );
        state.TryNow(now);
        signal.Wake();
    }
}
