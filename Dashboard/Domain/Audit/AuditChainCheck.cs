namespace Dashboard.Domain.Audit;

/// <summary>What is wrong with an entry of the audit trail.</summary>
public enum AuditFault
{
    /// <summary>It is not what was written under its number.</summary>
    Changed,

    /// <summary>Later entries are there, this one is not.</summary>
    Missing,

    /// <summary>It was written under another number, or stands out of turn.</summary>
    Reordered,

    /// <summary>The record of the chain's end says that it was there; it and all later ones are not.</summary>
    CutOff,

    /// <summary>It comes after the end of the chain: nobody wrote it through the dashboard, or that record was changed.</summary>
    BeyondEnd,
}

/// <summary>The first thing that is wrong with the audit trail.</summary>
/// <param name="Number">The entry's place in the chain.</param>
/// <param name="Words">A whole sentence that says what is wrong.</param>
public sealed record AuditFinding(long Number, AuditFault Fault, string Words);

/// <summary>An entry's number and hash as somebody noted them outside of the database.</summary>
public sealed record AuditNote(long Number, string Hash);

/// <summary>
/// Follows the audit chain entry by entry and tells where it breaks. It keeps nothing but its place, so a trail of
/// any length is checked in constant memory.
/// </summary>
/// <param name="note">
/// What was noted earlier, or null. Whoever can write to the database could write the whole chain anew; a note
/// kept elsewhere shows even that.
/// </param>
public sealed class AuditChainCheck(AuditNote? note = null)
{
    // About a second's work, and done once: only to say where a misplaced entry came from.
    private const long MaxNumbersTried = 1_000_000;

    /// <summary>How many entries, from the first on, are as they were written.</summary>
    public long Intact { get; private set; }

    /// <summary>The hash of the last of them.</summary>
    public string LastHash { get; private set; } = AuditEntry.NothingBefore;

    /// <summary>Takes the next entry in the order of the numbers.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="lastNumber">The number that the chain ends with, as far as known.</param>
    /// <returns>What is wrong, after which the check is over; null when nothing is.</returns>
    public AuditFinding? Next(AuditEntry entry, long lastNumber)
    {
        var number = Intact + 1;
        if (entry.Number > number)
            return new(
                number,
                AuditFault.Missing,
                $"Entry {number} is missing; the next one there is entry {entry.Number}."
            );
        if (entry.Number < number)
            return new(
                entry.Number,
                AuditFault.Reordered,
                $"Entry {entry.Number} stands where entry {number} should."
            );
        if (entry.ComputeHash() != entry.Hash)
            return Altered(entry, lastNumber);
        if (entry.PreviousHash != LastHash)
            return new(
                number,
                AuditFault.Changed,
                $"Entry {number} does not follow from the one before it: one of the two was written anew."
            );
        if (note?.Number == number && note.Hash != entry.Hash)
            return new(
                number,
                AuditFault.Changed,
                $"Entry {number} is not the one that was noted: the chain was written anew up to there or further."
            );
        (Intact, LastHash) = (number, entry.Hash);
        return null;
    }

    /// <summary>Compares the end with what is recorded of it.</summary>
    /// <returns>What is wrong; null when the whole chain is intact.</returns>
    public AuditFinding? End(long lastNumber, string lastHash)
    {
        var end = Math.Max(lastNumber, note?.Number ?? 0);
        if (end > Intact)
            return new(
                Intact + 1,
                AuditFault.CutOff,
                $"The end is cut off: entries {Intact + 1} to {end} are gone."
            );
        if (lastNumber < Intact)
            return new(
                lastNumber + 1,
                AuditFault.BeyondEnd,
                $"By the record of its end the chain has {lastNumber} entries, but it goes on to entry {Intact}."
            );
        return lastHash == LastHash
            ? null
            : new(Intact, AuditFault.Changed, $"Entry {Intact} is not the one that the chain ended with.");
    }

    private static AuditFinding Altered(AuditEntry entry, long lastNumber)
    {
        for (var number = 1L; number <= Math.Min(lastNumber, MaxNumbersTried); number++)
        {
            if (entry.ComputeHash(number) == entry.Hash)
                return new(
                    entry.Number,
                    AuditFault.Reordered,
                    $"Entry {entry.Number} was written as entry {number} and moved."
                );
        }
        return new(
            entry.Number,
            AuditFault.Changed,
            $"Entry {entry.Number} was changed after it was written."
        );
    }
}
