using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Dashboard.Api;

/// <summary>Marks an operation whose successful answers carry an <c>ETag</c>.</summary>
internal sealed class EntityTagged;

/// <summary>One resource with its <c>ETag</c>; 304 without a body when the caller has it already.</summary>
public sealed class Tagged<T>(T value, string tag) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ETag = tag;
        // May be cached, but must be revalidated before each use.
        httpContext.Response.Headers.CacheControl = "private, no-cache";
        return EntityTag.IsKnownTo(httpContext.Request, tag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified).ExecuteAsync(httpContext)
            : TypedResults.Ok(value).ExecuteAsync(httpContext);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"])
        );
        builder.Metadata.Add(new EntityTagged());
    }
}
