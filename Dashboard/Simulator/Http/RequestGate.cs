using System.Globalization;
using Dashboard.Simulator.Control;

namespace Dashboard.Simulator.Http;

/// <summary>Runs before every API call: request id, configured faults and the rate limit.</summary>
internal sealed class RequestGate(RequestQuota quota, SimulatorFaults faults, TimeProvider time)
    : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        http.Response.Headers["X-Request-ID"] = Guid.NewGuid().ToString("N");
        var latency = faults.Current.LatencyMilliseconds;
        if (latency > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(latency), time, http.RequestAborted);

        if (quota.Take() is { } state)
        {
            Describe(state, http.Response.Headers);
            if (!state.Allowed)
                return Throttled(state.Reset);
        }
        if (faults.TryTakeFailure(out var status))
            return SimulatorError.Of(status, SimulatorError.Other, "The simulator was asked to fail.");
        return await next(context);
    }

    private static void Describe(QuotaState state, IHeaderDictionary headers)
    {
        headers["X-RateLimit-Limit"] = state.Limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = state.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = state.Reset.ToString(CultureInfo.InvariantCulture);
    }

    private static IResult Throttled(int seconds) =>
        SimulatorError.Of(
            StatusCodes.Status429TooManyRequests,
            SimulatorError.Other,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Request was throttled. Expected available in {seconds} seconds."
            )
        );
}
