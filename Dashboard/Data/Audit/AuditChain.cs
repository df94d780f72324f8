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
        if (await AdvanceAsync(head, entries.Count, cancellationToken) == 0)
        {
            await RestoreHeadAsync(db, cancellationToken);
            await AdvanceAsync(head, entries.Count, cancellationToken);
        }
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

    private static Task<int> AdvanceAsync(
        IQueryable<AuditHead> head,
        int entries,
        CancellationToken cancellationToken
    ) =>
        head.ExecuteUpdateAsync(
            s => s.SetProperty(h => h.LastNumber, h => h.LastNumber + entries),
            cancellationToken
        );

    // Somebody deleted the row. Sign-ins write entries, so without it nobody could enter. A number is left out, so that
    // every later verification reports the missing entry: how much was deleted before it can't be known.
    private static async Task RestoreHeadAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var last = await db.Set<AuditEntry>()
            .OrderByDescending(e => e.Number)
            .Select(e => new { e.Number, e.Hash })
            .FirstOrDefaultAsync(cancellationToken);
        var head = AuditHead.At((last?.Number ?? 0) + 1, last?.Hash ?? AuditEntry.NothingBefore);
        await new RowCommands(db).InsertAsync([head], cancellationToken);
    }
}
