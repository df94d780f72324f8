using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Emails;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Overview;

/// <summary>Counts what waits for an admin.</summary>
internal static class DecisionReader
{
    public static async Task<Decisions> ReadAsync(
        DashboardDbContext db,
        DateTimeOffset since,
        CancellationToken cancellationToken
    ) =>
        new(
            await IncidentRows.Open(db).LongCountAsync(cancellationToken),
            await DuplicateSearch.Having(db, db.Connections).LongCountAsync(cancellationToken),
            await db.SnapTradeUsers.LongCountAsync(
                u => u.SecretRefusedAt != null && u.ProtectedSecret != null,
                cancellationToken
            ),
            await db.Emails.LongCountAsync(
                e => e.State == EmailState.Failed && e.CreatedAt >= since,
                cancellationToken
            ),
            since
        );
}
