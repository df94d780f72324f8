using Dashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Audit;

/// <summary>Appends to the audit chain within the caller's transaction.</summary>
internal static class AuditChain
{
    /// <summary>
    /// Gives the entries their numbers and hashes. From here until the transaction ends, everybody else who
    /// appends waits, so it should be the last thing that a transaction does.
    /// </summary>
    public static async Task AppendAsync(
        DashboardDbContext db,
        IReadOnlyList<AuditEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var head = db.AuditHeads.Where(h => h.Id == AuditHead.OnlyId);
        // Written before it is read: the write is what locks it.
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
    }
}
