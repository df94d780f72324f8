using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Webhooks;

/// <summary>An event that has not been delivered yet.</summary>
/// <param name="Attempts">Deliveries tried so far.</param>
/// <param name="DueAt">The earliest time of the next try.</param>
public sealed record PendingWebhook(SimulatedEvent Event, int Attempts, DateTimeOffset DueAt);
