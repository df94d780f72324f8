using System.Globalization;
using System.Text.Json;
using Dashboard.Api.Idempotency;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Dashboard.Api.OpenApi;

/// <summary>Adds the common parts to each operation.</summary>
internal sealed class OperationDocs(IOptions<JsonOptions> json) : IOpenApiOperationTransformer
{
    public async Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isTagged = metadata.OfType<EntityTagged>().Any();
        ParameterDocs.Complete(operation, context.Description);
        AddMethodDocs(operation, context.Description.HttpMethod, isTagged);
        ResponseDocs.Complete(operation, isTagged);
        foreach (var example in metadata.OfType<ApiExample>())
        {
            if (example.Status is null)
                operation.RequestBody = await BodyAsync(example, context, cancellationToken);
            Show(operation, example);
        }
        operation.Security =
        [
            new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(DocumentDocs.Bearer, context.Document)] = [],
            },
        ];
    }

    private static void AddMethodDocs(OpenApiOperation operation, string? method, bool isTagged)
    {
        if (method == HttpMethods.Post)
        {
            ParameterDocs.AddHeader(
                operation,
                IdempotencyFilter.Header,
                "Makes it safe to send the request again: for 24 hours the same key returns the same response, with Idempotency-Replayed: true.",
                "7d1c6a52-0f5e-4a7c-9a39-6f2d4c1b8e55"
            );
            ResponseDocs.Add(operation, StatusCodes.Status409Conflict);
            ResponseDocs.Add(operation, StatusCodes.Status422UnprocessableEntity);
        }
        if (isTagged && method == HttpMethods.Get)
        {
            ParameterDocs.AddHeader(
                operation,
                "If-None-Match",
                "The ETag of your copy; 304 if it is still current.",
                Tag
            );
            operation.Responses?.TryAdd("304", new OpenApiResponse());
        }
        if (isTagged && method == HttpMethods.Put)
        {
            ParameterDocs.AddHeader(
                operation,
                "If-Match",
                "The ETag of the resource that you read; 412 if it has changed since.",
                Tag
            );
            ParameterDocs.AddHeader(
                operation,
                "If-None-Match",
                "* to create only; 412 if it already exists.",
                "*"
            );
            ResponseDocs.Add(operation, StatusCodes.Status412PreconditionFailed);
        }
    }

    private const string Tag = "\"5WmYw0yVq8b0bq3cM9dXkA\"";

    // A declared body would make routing return 404 for other content types, so operations declare none.
    private static async Task<OpenApiRequestBody> BodyAsync(
        ApiExample example,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var schema = await context.GetOrCreateSchemaAsync(example.Value.GetType(), null, cancellationToken);
        // Omitted properties keep their value, and unknown properties are refused.
        schema.Required = null;
        schema.AdditionalPropertiesAllowed = false;
        return new OpenApiRequestBody
        {
            Required = example.IsRequired,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/json"] = new() { Schema = schema },
            },
        };
    }

    private void Show(OpenApiOperation operation, ApiExample example)
    {
        var content = example.Status is { } status
            ? operation.Responses?[status.ToString(CultureInfo.InvariantCulture)].Content
            : operation.RequestBody?.Content;
        if (content?.TryGetValue("application/json", out var media) == true)
            media.Example = JsonSerializer.SerializeToNode(example.Value, json.Value.SerializerOptions);
    }
}
