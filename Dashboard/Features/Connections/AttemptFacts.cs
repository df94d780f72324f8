using Dashboard.Domain.Events;

namespace Dashboard.Features.Connections;

/// <summary>The customer's attempts at the portal.</summary>
/// <param name="Result">Of the latest attempt; see <see cref="ConnectionEvent.AttemptResult"/>.</param>
/// <param name="Times">How many attempts in a row ended like that.</param>
public sealed record AttemptFacts(string? Result, DateTimeOffset At, int Times);
