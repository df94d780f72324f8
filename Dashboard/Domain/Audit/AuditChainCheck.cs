namespace Dashboard.Domain.Audit;

/// <summary>An entry's number and hash, recorded outside the database.</summary>
public sealed record AuditNote(long Number, string Hash);

/// <summary>
/// Follows the audit chain entry by entry and finds where it breaks. It keeps only its position, so a trail of any length
/// is checked in constant memory.
/// </summary>
/// <param name="note">
/// An earlier record, or null. With write access to the database the whole chain can be rewritten; only a record that
/// is kept elsewhere shows that.
/// </param>
public sealed class AuditChainCheck(AuditNote? note = null)
{
    // Takes about a second, once, to find where a misplaced entry came from.
    private const long MaxNumbersTried = 1_000_000;

    /// <summary>How many entries, from the first on, are as they were written.</summary>
    public long Intact { get; private set; }

    /// <summary>The hash of the last of them.</summary>
    public string LastHash { get; private set; } = AuditEntry.NothingBefore;

    /// <summary>Checks the next entry, in the order of the numbers.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="lastNumber">The known last number of the chain.</param>
    /// <returns>What is wrong, which ends the check; null when nothing is.</returns>
    public AuditFinding? Next(AuditEntry entry, long lastNumber)
    {
        var number = Intact + 1;
        if (entry.Number > number)
            return new(number, AuditCause.Gap, entry.Number);
        if (entry.Number < number)
            return new(entry.Number, AuditCause.Place, number);
        if (entry.ComputeHash() != entry.Hash)
            return Altered(entry, lastNumber);
        if (entry.PreviousHash != LastHash)
            return new(number, AuditCause.Link);
        if (note?.Number == number && note.Hash != entry.Hash)
            return new(number, AuditCause.Note);
        (Intact, LastHash) = (number, entry.Hash);
        return null;
    }

    /// <summary>Compares the end with what is recorded of it.</summary>
    /// <returns>What is wrong; null when the whole chain is intact.</returns>
    public AuditFinding? End(long lastNumber, string lastHash)
    {
        var end = Math.Max(lastNumber, note?.Number ?? 0);
        if (end > Intact)
            return new(Intact + 1, AuditCause.CutOff, end);
        if (lastNumber < Intact)
            return new(lastNumber + 1, AuditCause.BeyondEnd, Intact);
        return lastHash == LastHash ? null : new(Intact, AuditCause.LastHash);
    }

    private static AuditFinding Altered(AuditEntry entry, long lastNumber)
    {
        for (var number = 1L; number <= Math.Min(lastNumber, MaxNumbersTried); number++)
        {
            if (entry.ComputeHash(number) == entry.Hash)
                return new(entry.Number, AuditCause.Moved, number);
        }
        return new(entry.Number, AuditCause.Hash);
    }
}
