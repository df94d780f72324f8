namespace Dashboard.Features.Webhooks;

/// <summary>Why a delivery is refused.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Reason">A short name for logs and metrics.</param>
/// <param name="Message">What is wrong and what to do, without any of the body's content.</param>
public sealed record Refusal(int Status, string Reason, string Message);
