using Dashboard.Components.Navigation;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Features.Outcomes;

/// <summary>Which breaks the list behind a figure shows, as in its URL.</summary>
/// <param name="Figures">The period and the filters of the figure.</param>
/// <param name="Selection">What the figure counts.</param>
public sealed record BreaksView(OutcomesView Figures, CohortSelection Selection)
{
    public const string Path = OutcomesView.Path + "/breaks";

    /// <summary>
    /// Those that were repaired in the period, whenever they began; by all channels and operators, and instead of
    /// <see cref="Selection"/>.
    /// </summary>
    public bool IsRepairedThen { get; init; }

    public static BreaksView Read(
        OutcomesView figures,
        string? of,
        string? error,
        string? contact,
        string? repaired
    ) =>
        bool.TryParse(repaired, out var isRepaired) && isRepaired
            ? new(figures with { Channel = null, Operator = null }, CohortSelection.All)
            {
                IsRepairedThen = true,
            }
            : new(
                figures,
                new CohortSelection(PageAddress.Choice<CohortPart>(of) ?? CohortPart.All)
                {
                    Error = PageAddress.Choice<PortalError>(error),
                    Contact = PageAddress.Choice<LinkOrigin>(contact),
                }
            );

    /// <summary>The same list of another part.</summary>
    public BreaksView Of(CohortPart part) => this with { Selection = Selection with { Part = part } };

    public string ToUri() =>
        PageAddress.With(
            Path,
            [
                .. Figures.Values(),
                ("of", Selection.Part == CohortPart.All ? null : Selection.Part.ToString()),
                ("error", Selection.Error?.ToString()),
                ("contact", Selection.Contact?.ToString()),
                ("repaired", IsRepairedThen ? "true" : null),
            ]
        );
}
