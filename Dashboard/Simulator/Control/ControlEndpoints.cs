using System.Net;
using Dashboard.Simulator.State;
using Dashboard.Simulator.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Simulator.Control;

/// <summary>
/// Steers the simulator from tests and demonstrations. Answers programs on this machine only: nothing behind a
/// proxy on it, and no page of another site in a browser on it.
/// </summary>
internal static class ControlEndpoints
{
    // The last one remains when other middleware has processed the first.
    private static readonly string[] ProxyHeaders = ["X-Forwarded-For", "Forwarded", "X-Original-For"];

    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/control").AddEndpointFilter(LocalOnlyAsync);
        control.MapGet("/state", State);
        control.MapGet("/faults", (SimulatorFaults faults) => faults.Current);
        control.MapPost("/faults", SetFaults);
        control.MapDelete("/faults", ClearFaults);
        control.MapPost("/life/pause", (SimulatorFaults faults) => PauseLife(faults, paused: true));
        control.MapPost("/life/resume", (SimulatorFaults faults) => PauseLife(faults, paused: false));
        control.MapPost("/brokerages/{slug}", SetBrokerage);
        control.MapPost("/connections/{id}/break", Break);
        control.MapPost("/connections/{id}/fix", Fix);
        control.MapPost("/webhooks/redeliver", Redeliver);
    }

    private static async ValueTask<object?> LocalOnlyAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var request = context.HttpContext.Request;
        return IsFromThisMachine(request) && !IsFromAnotherSite(request)
            ? await next(context)
            : TypedResults.NotFound();
    }

    private static bool IsFromThisMachine(HttpRequest request)
    {
        // An in-process test server has no remote address.
        var remote = request.HttpContext.Connection.RemoteIpAddress;
        return (remote is null || IPAddress.IsLoopback(remote))
            && !ProxyHeaders.Any(request.Headers.ContainsKey);
    }

    // Browsers send the header and pages can't change it; programs have no reason to.
    private static bool IsFromAnotherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");

    private static ControlState State(SimulatorWorld world, WebhookOutbox outbox)
    {
        var connections = world.Authorizations;
        var disabled = connections.Count(connection => connection.IsDisabled);
        return new(world.Users.Count, connections.Count, disabled, outbox.Pending.Count);
    }

    private static FaultState SetFaults(FaultState state, SimulatorFaults faults)
    {
        faults.Set(state);
        return faults.Current;
    }

    private static NoContent ClearFaults(SimulatorFaults faults)
    {
        faults.Clear();
        return TypedResults.NoContent();
    }

    private static NoContent PauseLife(SimulatorFaults faults, bool paused)
    {
        faults.Change(state => state with { LifePaused = paused });
        return TypedResults.NoContent();
    }

    private static Results<Ok<SimulatedBrokerage>, NotFound> SetBrokerage(
        string slug,
        BrokerageTrouble trouble,
        SimulatorWorld world
    ) =>
        world.UpdateBrokerage(slug, trouble.ApplyTo) is { } brokerage
            ? TypedResults.Ok(brokerage)
            : TypedResults.NotFound();

    private static Results<NoContent, Conflict, NotFound> Break(string id, SimulatorWorld world) =>
        Answer(world.Break(id), id, world);

    private static Results<NoContent, Conflict, NotFound> Fix(string id, SimulatorWorld world) =>
        Answer(world.Fix(id), id, world);

    private static Results<NoContent, Conflict, NotFound> Answer(bool done, string id, SimulatorWorld world)
    {
        if (done)
            return TypedResults.NoContent();
        return world.Find(id) is null ? TypedResults.NotFound() : TypedResults.Conflict();
    }

    private static NoContent Redeliver(WebhookOutbox outbox)
    {
        outbox.RedeliverNow();
        return TypedResults.NoContent();
    }

    private sealed record ControlState(int Users, int Connections, int Disabled, int PendingWebhooks);
}

/// <summary>State to give a brokerage; what is left out stays as it is.</summary>
internal sealed record BrokerageTrouble(bool? Maintenance = null, bool? Degraded = null, bool? Down = null)
{
    public SimulatedBrokerage ApplyTo(SimulatedBrokerage brokerage) =>
        brokerage with
        {
            Maintenance = Maintenance ?? brokerage.Maintenance,
            Degraded = Degraded ?? brokerage.Degraded,
            Down = Down ?? brokerage.Down,
        };
}
