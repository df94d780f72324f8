namespace Dashboard.Domain.Audit;

/// <summary>What is wrong with an entry of the audit trail.</summary>
public enum AuditFault
{
    /// <summary>It is not what was written under its number.</summary>
    Changed,

    /// <summary>Later entries exist, this one does not.</summary>
    Missing,

    /// <summary>It was written under another number, or is out of order.</summary>
    Reordered,

    /// <summary>According to the record of the chain's end it existed; it and all later entries are gone.</summary>
    CutOff,

    /// <summary>It comes after the recorded end: the dashboard did not write it, or the record was changed.</summary>
    BeyondEnd,

    /// <summary>The record of the chain's end is gone, which every database has from its first migration on.</summary>
    NoEnd,
}

/// <summary>How the fault was noticed.</summary>
public enum AuditCause
{
    /// <summary>Its hash does not fit its content.</summary>
    Hash,

    /// <summary>It does not contain the hash of the entry before.</summary>
    Link,

    /// <summary>It differs from the noted entry.</summary>
    Note,

    /// <summary>It differs from the recorded end.</summary>
    LastHash,

    /// <summary>Its values can't be read.</summary>
    Unreadable,

    /// <summary>The next entry has the number <see cref="AuditFinding.Other"/>.</summary>
    Gap,

    /// <summary>It is in the place of entry <see cref="AuditFinding.Other"/> should.</summary>
    Place,

    /// <summary>It was written as entry <see cref="AuditFinding.Other"/>.</summary>
    Moved,

    /// <summary>The entries up to <see cref="AuditFinding.Other"/> are gone.</summary>
    CutOff,

    /// <summary>The chain continues to entry <see cref="AuditFinding.Other"/>.</summary>
    BeyondEnd,

    /// <summary>The row that records the end does not exist.</summary>
    NoEnd,

    /// <summary>There is no entry, although other tables hold the effects of audited actions.</summary>
    Emptied,
}

/// <summary>The first thing that is wrong with the audit trail.</summary>
/// <param name="Number">The entry's place in the chain; 0 when it is not about one entry.</param>
/// <param name="Other">The number of another entry, as <see cref="AuditCause"/> says.</param>
public sealed record AuditFinding(long Number, AuditCause Cause, long Other = 0)
{
    public AuditFault Fault =>
        Cause switch
        {
            AuditCause.Gap => AuditFault.Missing,
            AuditCause.Place or AuditCause.Moved => AuditFault.Reordered,
            AuditCause.CutOff => AuditFault.CutOff,
            AuditCause.BeyondEnd => AuditFault.BeyondEnd,
            AuditCause.NoEnd => AuditFault.NoEnd,
            AuditCause.Emptied => AuditFault.CutOff,
            _ => AuditFault.Changed,
        };
}
