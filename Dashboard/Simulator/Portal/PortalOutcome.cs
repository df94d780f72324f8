using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Portal;

/// <summary>How a visit to the portal can end.</summary>
/// <param name="Key">Its value in the form.</param>
/// <param name="Label">What its button says.</param>
/// <param name="AttemptResult">What the webhook says; null when none is sent.</param>
/// <param name="ErrorCode">SnapTrade's error code with <paramref name="StatusCode"/>, for failures.</param>
public sealed record PortalOutcome(
    string Key,
    string Label,
    string? AttemptResult,
    int StatusCode = 0,
    string? ErrorCode = null
)
{
    public static PortalOutcome Success { get; } =
        new("success", "Log in with the same account", SimulatedAttempt.Success);

    public static PortalOutcome DifferentAccount { get; } =
        new(
            "different-account",
            "Log in with a different account",
            SimulatedAttempt.DifferentAccount,
            400,
            "1023"
        );

    public static PortalOutcome WrongPassword { get; } =
        new("wrong-password", "Enter a wrong password", SimulatedAttempt.InvalidCredentials, 403, "1066");

    public static PortalOutcome WrongCode { get; } =
        new("wrong-code", "Enter a wrong 2FA code", SimulatedAttempt.InvalidMfaCode, 400, "1086");

    public static PortalOutcome Unreachable { get; } =
        new("unreachable", "Brokerage not reachable", SimulatedAttempt.UncaughtError, 500, "3000");

    /// <summary>Walking away sends no webhook: nothing was attempted.</summary>
    public static PortalOutcome Abandoned { get; } =
        new("abandoned", "Close and walk away", AttemptResult: null);

    public static IReadOnlyList<PortalOutcome> All { get; } =
    [Success, DifferentAccount, WrongPassword, WrongCode, Unreachable, Abandoned];

    public static PortalOutcome? Find(string? key) => All.FirstOrDefault(outcome => outcome.Key == key);
}
