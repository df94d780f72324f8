using Dashboard.Domain.Emails;

namespace Dashboard.Features.Sending;

/// <summary>The choices of an operator who sends a plan.</summary>
/// <param name="Overridden">The obstacles to override.</param>
/// <param name="Reason">The reason; null when nothing is overridden.</param>
public sealed record SendChoice(IReadOnlySet<EmailObstacle> Overridden, string? Reason);
