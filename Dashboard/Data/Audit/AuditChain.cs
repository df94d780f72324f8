using Dashboard.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Audit;

/// <summary>Appends to the audit chain within the caller's transaction.</summary>
internal static class AuditChain
{
    /// <summary>
    /// Assigns numbers and hashes to the entries and writes them. Other writers to the chain wait until the transaction
    /// ends, so call it last in a transaction.
    /// </summary>
    /// <returns>How many rows were written.</returns>
    public static async Task<int> AppendAsync(
        DashboardDbContext db,
        List<AuditEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var head = db.AuditHeads.Where(h => h.Id == AuditHead.OnlyId);
        // Written before it is read, because the write locks the row.
        await head.ExecuteUpdateAsync(
            s => s.SetProperty(h => h.LastNumber, h => h.LastNumber + entries.Count),
            cancellationToken
        );
        var last = await head.AsNoTracking().SingleAsync(cancellationToken);
        var (number, hash) = (last.LastNumber - entries.Count, last.LastHash);
        foreach (var entry in entries)
        {
            entry.Link(++number, hash);
            hash = entry.Hash;
        }
        await head.ExecuteUpdateAsync(s => s.SetProperty(h => h.LastHash, hash), cancellationToken);
        // Bypasses the change tracker, whose changes are accepted only after everything is written.
        await new RowCommands(db).InsertAsync(entries, cancellationToken);
        return entries.Count;
    }
}
