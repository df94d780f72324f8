using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Access.Walk;

/// <summary>One method of one mapped endpoint.</summary>
internal sealed record WalkedRoute(string Method, string Pattern, string Path, bool IsOpen, bool IsStaticFile)
{
    private static readonly string[] Unnamed = ["GET"];

    /// <summary><c>POST /account/sign-out</c>, as in the table.</summary>
    public string Name => $"{Method} {Pattern}";

    public bool Writes => Method is not ("GET" or "HEAD" or "OPTIONS");

    public static IEnumerable<WalkedRoute> AllOf(IServiceProvider services) =>
        services
            .GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .SelectMany(Of)
            .DistinctBy(route => route.Name, StringComparer.Ordinal);

    private static IEnumerable<WalkedRoute> Of(RouteEndpoint endpoint)
    {
        var named = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods;
        var pattern = "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/');
        return (named is { Count: > 0 } ? named : Unnamed).Select(method => new WalkedRoute(
            method,
            pattern,
            PathOf(endpoint.RoutePattern),
            endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null,
            endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        ));
    }

    private static string PathOf(RoutePattern pattern) =>
        "/"
        + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(Of))));

    private static string Of(RoutePatternPart part) =>
        part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart { ParameterPolicies: [{ Content: "guid" }, ..] } =>
                Guid.Empty.ToString(),
            RoutePatternParameterPart { ParameterPolicies.Count: > 0 } => "1",
            _ => "unknown",
        };
}
