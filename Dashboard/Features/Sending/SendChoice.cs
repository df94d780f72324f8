using Dashboard.Domain.Emails;

namespace Dashboard.Features.Sending;

/// <summary>What somebody who sends has chosen.</summary>
/// <param name="Overridden">The obstacles that do not count.</param>
/// <param name="Reason">Why; null when nothing is overridden.</param>
public sealed record SendChoice(IReadOnlySet<EmailObstacle> Overridden, string? Reason);
