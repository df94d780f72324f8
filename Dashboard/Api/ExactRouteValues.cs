using Dashboard.Domain;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Api;

/// <summary>
/// Ids are the host application's and may hold any character. Routing leaves <c>%2F</c> as it is, so an id
/// with a slash would arrive garbled; the raw target tells what was meant. <c>.</c> and <c>..</c> are written
/// <c>~.</c> and <c>~..</c>, see <see cref="PathSegment"/>.
/// </summary>
public static class ExactRouteValues
{
    /// <summary>A parameter of the route that fills a whole segment, decoded exactly once.</summary>
    public static string ExactRouteValue(this HttpContext context, string parameter)
    {
        var decoded = (string)context.GetRouteValue(parameter)!;
        if (!decoded.Contains('%', StringComparison.Ordinal))
            return PathSegment.ToId(decoded);
        var pattern = ((RouteEndpoint)context.GetEndpoint()!).RoutePattern.PathSegments;
        var fromEnd = 0;
        while (
            !pattern[^(fromEnd + 1)]
                .Parts.Any(p =>
                    p is Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart part
                    && part.Name == parameter
                )
        )
            fromEnd++;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var raw = target.Split('?')[0].TrimEnd('/').Split('/');
        return PathSegment.ToId(Uri.UnescapeDataString(raw[^(fromEnd + 1)]));
    }
}
