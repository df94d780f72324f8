using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Portal;

/// <summary>What the portal page says; no choices means a page without a form.</summary>
public sealed record PortalView(string Title, string Text)
{
    public bool DarkMode { get; init; }

    /// <summary>What is wrong at the brokerage, empty when nothing is.</summary>
    public string Warning { get; init; } = "";

    /// <summary>Brokerages to choose from in normal mode.</summary>
    public IReadOnlyList<SimulatedBrokerage> Brokerages { get; init; } = [];

    public string SelectedSlug { get; init; } = "";

    public IReadOnlyList<(PortalOutcome Outcome, string Label)> Choices { get; init; } = [];

    internal static PortalView Expired { get; } =
        new(
            "This link no longer works",
            "It was used already, or it is too old: a link lives for a few minutes. Go back and ask for a new one."
        );

    internal static PortalView Reconnect(PortalWish wish, SimulatedBrokerage brokerage, string login) =>
        new(
            $"Reconnect {brokerage.Name}",
            $"This connection belongs to the {brokerage.Name} login “{login}”. Choose what the customer does."
        )
        {
            DarkMode = wish.DarkMode,
            Warning = WarningOf(brokerage),
            Choices = [.. PortalOutcome.All.Select(outcome => (outcome, outcome.Label))],
        };

    internal static PortalView Connect(PortalWish wish, IReadOnlyList<SimulatedBrokerage> brokerages) =>
        new(
            "Connect an account",
            "This makes a new connection. Choose a brokerage and what the customer does."
        )
        {
            DarkMode = wish.DarkMode,
            Brokerages = brokerages,
            SelectedSlug = wish.Broker ?? "",
            Choices =
            [
                .. PortalOutcome
                    .All.Where(outcome => outcome != PortalOutcome.DifferentAccount)
                    .Select(outcome =>
                        (outcome, outcome == PortalOutcome.Success ? "Log in and connect" : outcome.Label)
                    ),
            ],
        };

    internal static PortalView Closed(PortalOutcome outcome, bool darkMode)
    {
        var (title, text) =
            outcome == PortalOutcome.Success ? ("Connected", "Everything is set up. You can close this page.")
            : outcome == PortalOutcome.Abandoned ? ("Closed", "Nothing was changed. You can close this page.")
            : (
                "That did not work",
                $"The portal ended with error {outcome.ErrorCode}. You can close this page."
            );
        return new(title, text) { DarkMode = darkMode };
    }

    private static string WarningOf(SimulatedBrokerage brokerage) =>
        brokerage.Maintenance ? $"{brokerage.Name} is in maintenance; logging in will fail."
        : brokerage.Down ? $"{brokerage.Name} does not answer; logging in will fail."
        : "";
}
