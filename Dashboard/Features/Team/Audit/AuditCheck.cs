using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Audit;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Text;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team.Audit;

/// <summary>What the latest verification of the audit trail found.</summary>
/// <param name="Words">A sentence, or how many entries there were.</param>
public sealed record AuditStanding(DateTimeOffset At, string By, bool IsIntact, string Words);

/// <summary>
/// Verifies the audit trail for operators. Each verification is an entry itself, so all nodes know when the trail was
/// last found intact and where it ended then.
/// </summary>
public sealed class AuditCheck(
    IDbContextFactory<DashboardDbContext> contexts,
    AuditVerifier verifier,
    AuditWriter audit,
    CurrentOperator current
)
{
    private const string Done = "done: ";
    private const string Failed = $"{AuditResults.Failed}: ";

    /// <summary>The result of the last verification; null before the first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<AuditStanding?> LatestAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewAudit);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var entry = await db
            .AuditEntries.AsNoTracking()
            .Where(e => e.Action == AuditActions.VerifyAudit)
            .OrderByDescending(e => e.Number)
            .FirstOrDefaultAsync(cancellationToken);
        return entry is null ? null : StandingOf(entry);
    }

    /// <summary>Reads the whole trail, away from the circuit's thread.</summary>
    /// <param name="progress">Called on any thread.</param>
    /// <param name="cancellationToken">Cancels the verification; nothing is recorded then.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task<AuditStanding> VerifyAsync(
        IProgress<double> progress,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewAudit);
        var verdict = await Task.Run(
            () => verifier.VerifyAsync(note: null, progress, cancellationToken),
            cancellationToken
        );
        var entries = Counts.Of(verdict.Intact, "entry", "entries");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        audit.Add(
            db,
            AuditActions.VerifyAudit,
            "audit",
            verdict.Finding is { } finding ? Failed + AuditText.Of(finding) : Done + entries,
            after: new { entries = verdict.Intact, verdict.LastHash }
        );
        var entry = db.ChangeTracker.Entries<AuditEntry>().Single().Entity;
        await db.SaveChangesAsync(cancellationToken);
        return StandingOf(entry);
    }

    private static AuditStanding StandingOf(AuditEntry entry)
    {
        var isIntact = AuditResults.KindOf(entry.Result) == AuditResult.Done;
        var words = entry.Result[Math.Min(entry.Result.Length, (isIntact ? Done : Failed).Length)..];
        return new AuditStanding(entry.At, entry.Actor, isIntact, words);
    }
}
