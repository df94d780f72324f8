using Dashboard.Components.Customer;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Features.Reconnect.Customer;

/// <summary>
/// All texts for customers about a connection, in one language. Placeholders: {account} is "Questrade
/// account", {brokerage} is "Questrade" or "your brokerage".
/// </summary>
internal sealed record CustomerTexts
{
    public required PageText Landing { get; init; }
    public required PageText Expired { get; init; }
    public required PageText Revoked { get; init; }
    public required PageText Deleted { get; init; }
    public required PageText Repaired { get; init; }
    public required PageText UsedUp { get; init; }
    public required PageText Maintenance { get; init; }
    public required PageText Busy { get; init; }
    public required PageText Unavailable { get; init; }
    public required PageText CannotStart { get; init; }
    public required PageText PortalRefused { get; init; }
    public required PageText NotFromHere { get; init; }
    public required PageText Checking { get; init; }
    public required PageText StillChecking { get; init; }

    /// <summary>Begins the landing page, with the {day} of the break.</summary>
    public required string StoppedOn { get; init; }
    public required string Stopped { get; init; }
    public required string TryAgain { get; init; }

    /// <summary>The landing page's button while the brokerage is not known.</summary>
    public required string Continue { get; init; }
    public required string Account { get; init; }
    public required string AnyAccount { get; init; }
    public required string AnyBrokerage { get; init; }
    public required string Day { get; init; }
    public required string DayAndYear { get; init; }

    public static CustomerTexts Of(CustomerLanguage language) =>
        language == CustomerLanguage.Portuguese ? PortugueseTexts.All : EnglishTexts.All;
}
