using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Generation;

/// <summary>How often each way to fail happens.</summary>
internal static class FailedAttempts
{
    private static readonly IReadOnlyList<(string Result, double Weight)> Results =
    [
        (SimulatedAttempt.InvalidCredentials, 36),
        (SimulatedAttempt.InvalidMfaCode, 20),
        (SimulatedAttempt.DifferentAccount, 18),
        (SimulatedAttempt.AuthExpired, 12),
        (SimulatedAttempt.UncaughtError, 7),
        (SimulatedAttempt.AuthNotInProgress, 4),
        (SimulatedAttempt.NoData, 3),
    ];

    public static string Draw(Dice dice) => dice.PickWeighted(Results, item => item.Weight).Result;
}
