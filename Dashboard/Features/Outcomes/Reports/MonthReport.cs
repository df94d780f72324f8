using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Time;

namespace Dashboard.Features.Outcomes.Reports;

/// <summary>The figures of a month and of the one before it.</summary>
/// <param name="Figures">Those of the month before are as known equally long after its end.</param>
/// <param name="Brokerages">All, by id.</param>
public sealed record MonthReport(
    CalendarMonth Month,
    OutcomeComparison Figures,
    IReadOnlyDictionary<string, Brokerage> Brokerages
)
{
    /// <summary>What changed most, a sentence each; empty when nothing changed by more than chance.</summary>
    public IReadOnlyList<string> Changes { get; } =
    [
        .. OutcomeChanges
            .Of(Figures.Now, Figures.Before)
            .Select(change => ChangeWords.Of(change, Month.Before.Name, Brokerages)),
    ];

    public bool IsComparable => OutcomeChanges.AreComparable(Figures.Now, Figures.Before);
}
