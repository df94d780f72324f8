using Dashboard.Domain.Audit;

namespace Dashboard.Text;

/// <summary>What is wrong with the audit trail, as a sentence.</summary>
public static class AuditText
{
    public static string Of(AuditFinding finding) =>
        finding.Cause switch
        {
            AuditCause.Link =>
                $"Entry {finding.Number} does not follow from the one before it: one of the two was rewritten.",
            AuditCause.Note =>
                $"Entry {finding.Number} differs from the noted one: the chain was rewritten up to there or further.",
            AuditCause.LastHash => $"Entry {finding.Number} is not the one that the chain ended with.",
            AuditCause.Unreadable =>
                $"Entry {finding.Number} contains values that the dashboard never writes, and can't be read.",
            AuditCause.Gap =>
                $"Entry {finding.Number} is missing; the next one there is entry {finding.Other}.",
            AuditCause.Place => $"Entry {finding.Number} is in the place of entry {finding.Other}.",
            AuditCause.Moved => $"Entry {finding.Number} was written as entry {finding.Other} and moved.",
            AuditCause.CutOff => $"The end is cut off: entries {finding.Number} to {finding.Other} are gone.",
            AuditCause.BeyondEnd =>
                $"According to the record of its end, the chain has {finding.Number - 1} entries, but it continues to entry {finding.Other}.",
            AuditCause.NoEnd =>
                "The row that records the end of the chain is missing (table AuditHeads): it was deleted, and entries at the end may have been too.",
            AuditCause.Emptied =>
                "It has no entries, although operators have signed in or were invited: all entries were deleted.",
            _ => $"Entry {finding.Number} was changed after it was written.",
        };
}
