using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Dashboard.Simulator.Http;

/// <summary>
/// Lets only signed requests of our client through. Identical repeats are welcome: the official SDK
/// retries with the same timestamp and signature.
/// </summary>
internal sealed class SignedRequestFilter(IOptions<SimulatorOptions> options, TimeProvider time)
    : IEndpointFilter
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        JsonNode? content;
        try
        {
            content = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
        }
        catch (JsonException)
        {
            return SimulatorError.BadRequest("The body is not JSON.");
        }
        http.Features.Set(new RequestBody(content));
        return Refusal(http, content) is { } refusal ? SimulatorError.Unsigned(refusal) : await next(context);
    }

    private string? Refusal(HttpContext http, JsonNode? content)
    {
        if (http.Request.Query["clientId"] != options.Value.ClientId)
            return "Unknown clientId.";
        if (!IsRecent(http.Request.Query["timestamp"]))
            return "The timestamp is missing or more than five minutes off.";
        var query = http.Request.QueryString.Value?.TrimStart('?') ?? "";
        var signature = http.Request.Headers["Signature"].ToString();
        return SimulatorSignature.Fits(
            options.Value.ConsumerKey,
            content,
            SignedPaths(http),
            query,
            signature
        )
            ? null
            : "The signature does not fit the request.";
    }

    /// <summary>The path as sent, and without our prefix, which the official SDKs don't sign.</summary>
    private static IEnumerable<string> SignedPaths(HttpContext http)
    {
        var sent = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        yield return sent;
        var prefix = sent.IndexOf(SimulatorDefaults.PathPrefix, StringComparison.Ordinal);
        if (prefix >= 0)
            yield return sent[(prefix + SimulatorDefaults.PathPrefix.Length)..];
    }

    private bool IsRecent(string? timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - (double)seconds) <= Tolerance.TotalSeconds;
}
