using Dashboard.Domain;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Api;

/// <summary>
/// Ids are chosen by your app and may contain any character. Routing does not decode <c>%2F</c>, so ids
/// with a slash are read from the raw request target. <c>.</c> and <c>..</c> are written
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
