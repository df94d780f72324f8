using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dashboard.Api.OpenApi;

/// <summary>Describes the API as a whole and its authentication.</summary>
internal sealed class DocumentDocs : IOpenApiDocumentTransformer
{
    public const string Bearer = "bearer";

    public Task TransformAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "Connection health dashboard",
            Version = "v1",
            Description =
                "Which brokerage connections are broken, since when, and links to repair them. Errors are problem details (RFC 9457) that say what to do. Lists are paged: pass nextCursor as cursor until it is null.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(
            StringComparer.Ordinal
        );
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description =
                "An API key. Read: see connections, events and users. Links: also create reconnect links. Admin: also write users, send e-mails, see payloads and export the audit trail.",
        };
        return Task.CompletedTask;
    }
}
