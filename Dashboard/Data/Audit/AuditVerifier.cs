using Dashboard.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Audit;

/// <summary>What a verification found.</summary>
/// <param name="Intact">How many entries, from the first on, are as they were written.</param>
/// <param name="LastHash">The hash of the last of them.</param>
/// <param name="Finding">The first thing that is wrong; null when nothing is.</param>
public sealed record AuditVerdict(long Intact, string LastHash, AuditFinding? Finding);

/// <summary>
/// Reads the audit trail from its first entry to its last, a piece at a time: it locks nothing for longer than a
/// piece takes, and follows what is written meanwhile.
/// </summary>
public sealed class AuditVerifier(IDbContextFactory<DashboardDbContext> contexts)
{
    private const int PieceSize = 1000;

    /// <param name="note">What was noted earlier and elsewhere, or null.</param>
    /// <param name="progress">Called with the share that is checked after each piece, on any thread.</param>
    /// <param name="cancellationToken">Ends the reading after the current piece.</param>
    public async Task<AuditVerdict> VerifyAsync(
        AuditNote? note = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var check = new AuditChainCheck(note);
        var head = await HeadAsync(db, cancellationToken);
        // From below the first number, so that an entry put before it is seen.
        var (last, size) = (long.MinValue, PieceSize);
        while (true)
        {
            var piece = await PieceAsync(db, last, size, cancellationToken);
            if (piece is null && size == 1)
                return new(check.Intact, check.LastHash, new(check.Intact + 1, AuditCause.Unreadable));
            if (piece is null)
            {
                // One by one up to the entry that can't be read.
                size = 1;
                continue;
            }
            foreach (var entry in piece)
            {
                if (check.Next(entry, head?.LastNumber ?? check.Intact) is { } finding)
                    return new(check.Intact, check.LastHash, finding);
                last = entry.Number;
            }
            // That end was committed with its entries before they were looked for.
            if (piece.Count == 0 && head?.LastNumber > check.Intact)
                return await VerdictAsync(db, check, head, cancellationToken);
            if (piece.Count < size)
            {
                // Read after the entries, it can only be further on than they are.
                head = await HeadAsync(db, cancellationToken);
                if (head is null || head.LastNumber <= check.Intact)
                    return await VerdictAsync(db, check, head, cancellationToken);
            }
            progress?.Report(
                (double)check.Intact / Math.Max(1, Math.Max(check.Intact, head?.LastNumber ?? 0))
            );
        }
    }

    private static async Task<AuditVerdict> VerdictAsync(
        DashboardDbContext db,
        AuditChainCheck check,
        AuditHead? head,
        CancellationToken cancellationToken
    )
    {
        var finding =
            check.End(head?.LastNumber ?? check.Intact, head?.LastHash ?? check.LastHash)
            ?? (
                check.Intact == 0 && await HasEffectsAsync(db, cancellationToken)
                    ? new AuditFinding(0, AuditCause.Emptied)
                : head is null ? new AuditFinding(0, AuditCause.NoEnd)
                : null
            );
        return new(check.Intact, check.LastHash, finding);
    }

    // Signing in and inviting are committed together with their entries, and these traces of them are kept.
    private static async Task<bool> HasEffectsAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    ) =>
        await db.Users.AnyAsync(o => o.LastSignInAt != null, cancellationToken)
        || await db.Invitations.AnyAsync(cancellationToken);

    /// <returns>Null when an entry among them holds a value that is none of its kind.</returns>
    private static async Task<List<AuditEntry>?> PieceAsync(
        DashboardDbContext db,
        long after,
        int size,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await db
                .AuditEntries.AsNoTracking()
                .Where(e => e.Number > after)
                .OrderBy(e => e.Number)
                .Take(size)
                .ToListAsync(cancellationToken);
        }
        catch (Exception exception)
            when (exception is ArgumentException or InvalidCastException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Task<AuditHead?> HeadAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
        db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(h => h.Id == AuditHead.OnlyId, cancellationToken);
}
