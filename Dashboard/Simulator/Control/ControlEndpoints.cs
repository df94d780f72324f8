using System.Net;
using Dashboard.Simulator.State;
using Dashboard.Simulator.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Simulator.Control;

/// <summary>Steers the simulator from tests and demonstrations; answers callers on this machine only.</summary>
internal static class ControlEndpoints
{
    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/control").AddEndpointFilter(LoopbackOnlyAsync);
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

    private static async ValueTask<object?> LoopbackOnlyAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        // An in-process test server has no remote address.
        var remote = context.HttpContext.Connection.RemoteIpAddress;
        return remote is null || IPAddress.IsLoopback(remote) ? await next(context) : TypedResults.NotFound();
    }

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
