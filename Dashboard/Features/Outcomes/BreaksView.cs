using Dashboard.Components.Navigation;
using Dashboard.Domain.Outcomes;

namespace Dashboard.Features.Outcomes;

/// <summary>Which breaks the list behind a figure shows, as in its URL.</summary>
/// <param name="Figures">The period and the filters of the figure.</param>
/// <param name="Part">What the figure counts.</param>
public sealed record BreaksView(OutcomesView Figures, CohortPart Part)
{
    public const string Path = OutcomesView.Path + "/breaks";

    /// <summary>
    /// Those that were repaired in the period, whenever they began; by all channels and operators, and instead of
    /// <see cref="Part"/>.
    /// </summary>
    public bool IsRepairedThen { get; init; }

    public static BreaksView Read(OutcomesView figures, string? of, string? repaired) =>
        bool.TryParse(repaired, out var isRepaired) && isRepaired
            ? new(figures with { Channel = null, Operator = null }, CohortPart.All) { IsRepairedThen = true }
            : new(figures, PageAddress.Choice<CohortPart>(of) ?? CohortPart.All);

    public string ToUri() =>
        PageAddress.With(
            Path,
            [
                .. Figures.Values(),
                ("of", Part == CohortPart.All ? null : Part.ToString()),
                ("repaired", IsRepairedThen ? "true" : null),
            ]
        );
}
