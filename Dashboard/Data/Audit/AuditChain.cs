using Dashboard.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Audit;

/// <summary>Appends to the audit chain within the caller's transaction.</summary>
internal static class AuditChain
{
    /// <summary>
    /// Gives the entries their numbers and hashes and writes them. From here until the transaction ends, everybody else who
    /// appends waits, so it should be the last thing that a transaction does.
    /// </summary>
    /// <returns>How many rows were written.</returns>
    public static async Task<int> AppendAsync(
        DashboardDbContext db,
        List<AuditEntry> entries,
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
        // Past the change tracker, which holds what the caller saves until all of it is written.
        await new RowCommands(db).InsertAsync(entries, cancellationToken);
        return entries.Count;
    }
}
