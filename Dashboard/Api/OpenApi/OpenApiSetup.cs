using System.Buffers.Text;
using System.Security.Cryptography;
using Scalar.AspNetCore;

namespace Dashboard.Api.OpenApi;

/// <summary>Serves the API's description as JSON and as a page.</summary>
public static class OpenApiSetup
{
    public const string DocumentName = "v1";
    public const string PagePath = "/docs";

    internal static void AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(
            DocumentName,
            options =>
            {
                options.ShouldInclude = operation =>
                    $"/{operation.RelativePath}".StartsWith(ApiSetup.Prefix, StringComparison.Ordinal);
                options.CreateSchemaReferenceId = SchemaDocs.NameOf;
                options.AddDocumentTransformer<DocumentDocs>();
                options.AddOperationTransformer<OperationDocs>();
                options.AddSchemaTransformer<SchemaDocs>();
            }
        );

    /// <summary><c>/openapi/v1.json</c> and <c>/docs</c>, for operators of every role.</summary>
    public static WebApplication MapApiDescription(this WebApplication app)
    {
        app.MapOpenApi().RequireAuthorization();
        app.MapScalarApiReference(PagePath, Configure).RequireAuthorization();
        return app;
    }

    private static void Configure(ScalarOptions options, HttpContext context)
    {
        options.Title = "API - Connection health";
        options.DefaultFonts = false;
        options.Telemetry = false;
        options.HideClientButton = true;
        options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        options.DisableAgent();
        options.AddPreferredSecuritySchemes(DocumentDocs.Bearer);
        options.Nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        context.Response.Headers.ContentSecurityPolicy = PolicyFor(options.Nonce);
    }

    // The page is a third-party script served from our own origin. It sets inline styles, and
    // its start-up script is inline, with a nonce.
    private static string PolicyFor(string nonce) =>
        $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";
}
