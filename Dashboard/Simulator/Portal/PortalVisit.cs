using System.Globalization;
using Dashboard.Simulator.Generation;
using Dashboard.Simulator.State;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Simulator.Portal;

/// <summary>Carries out what the customer chose in the portal.</summary>
internal sealed class PortalVisit(SimulatorWorld world, TimeProvider time)
{
    /// <summary>
    /// Changes the world, queues the webhooks and returns where the portal sends the customer with its
    /// answer, null when it was given no redirect.
    /// </summary>
    public PortalAnswer End(PortalWish wish, SimulatedBrokerage brokerage, PortalOutcome chosen)
    {
        var outcome =
            chosen == PortalOutcome.Success && !brokerage.Reachable ? PortalOutcome.Unreachable : chosen;
        if (outcome.AttemptResult is { } result)
            world.Attempt(wish.UserId, brokerage.Id, result);
        var connectionId = outcome == PortalOutcome.Success ? Enable(wish, brokerage) : null;
        var answer = Parameters(outcome, connectionId);
        return new PortalAnswer(
            outcome,
            wish.CustomRedirect is null ? null : QueryHelpers.AddQueryString(wish.CustomRedirect, answer)
        );
    }

    private string? Enable(PortalWish wish, SimulatedBrokerage brokerage)
    {
        if (wish.ReconnectId is { } id)
        {
            world.Fix(id);
            return id;
        }
        if (world.FindUser(wish.UserId) is not { } user)
            return null;
        var type = wish.ConnectionType == "read" || !brokerage.AllowsTrading ? "read" : "trade";
        var connection = AuthorizationFactory.Create(
            user,
            brokerage,
            new Dice(Random.Shared),
            time.Now()
        ) with
        {
            Type = type,
        };
        world.Connect(connection);
        return connection.Id;
    }

    private static Dictionary<string, string?> Parameters(PortalOutcome outcome, string? connectionId)
    {
        if (outcome == PortalOutcome.Abandoned)
            return new() { ["status"] = "ABANDONED" };
        if (outcome == PortalOutcome.Success)
            return new() { ["status"] = "SUCCESS", ["connection_id"] = connectionId };
        return new()
        {
            ["status"] = "ERROR",
            ["status_code"] = outcome.StatusCode.ToString(CultureInfo.InvariantCulture),
            ["error_code"] = outcome.ErrorCode,
        };
    }
}

/// <param name="Redirect">Where the customer goes next, null to stay on a closing page.</param>
internal sealed record PortalAnswer(PortalOutcome Outcome, string? Redirect);
