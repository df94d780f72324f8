using Dashboard.Access;
using Dashboard.Components.Parts;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;
using MudBlazor;

namespace Dashboard.Features.Connections;

/// <summary>Asks SnapTrade about a connection when an operator presses "Check now", and records that on the audit trail.</summary>
public sealed class ConnectionChecks(
    ConnectionVerifier verifier,
    IDbContextFactory<DashboardDbContext> contexts,
    AuditWriter audit,
    CurrentOperator current
)
{
    /// <exception cref="AccessDeniedException"/>
    public async Task<CheckReport> CheckAsync(string connectionId, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageLinks);
        var before = await HealthAsync(connectionId, cancellationToken);
        var verification = await verifier.VerifyAsync(
            connectionId,
            CallPriority.Interactive,
            cancellationToken,
            (db, verified, token) => RecordAsync(db, connectionId, before, verified, token)
        );
        if (verification.Status != VerificationStatus.Verified)
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            // SnapTrade may have been asked, so this is recorded even if the operator leaves the page.
            await RecordAsync(db, connectionId, before, verification, CancellationToken.None);
        }
        return CheckReport.Of(verification);
    }

    private async Task<Health?> HealthAsync(string connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Connections.Where(c => c.Id == connectionId)
            .Select(c => (Health?)c.Health)
            .SingleOrDefaultAsync(cancellationToken);
    }

    private Task RecordAsync(
        DashboardDbContext db,
        string connectionId,
        Health? before,
        Verification verification,
        CancellationToken cancellationToken
    )
    {
        var parts = new ChangedParts().Add("health", before, verification.Health ?? before);
        audit.Add(
            db,
            AuditActions.CheckConnection,
            $"connection:{connectionId}",
            ResultOf(verification),
            parts.Before,
            parts.After
        );
        return db.SaveChangesAsync(cancellationToken);
    }

    private static string ResultOf(Verification verification) =>
        verification switch
        {
            { Status: VerificationStatus.Verified, Health: { } health } => $"done: {health}",
            { Error.Kind: { } kind } => $"failed: {verification.Status} ({kind})",
            _ => $"failed: {verification.Status}",
        };
}
