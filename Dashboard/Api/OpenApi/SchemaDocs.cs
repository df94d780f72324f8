using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dashboard.Api.OpenApi;

/// <summary>Gives the schemas the names of the vocabulary, and lists the names of enumerations.</summary>
internal sealed class SchemaDocs : IOpenApiSchemaTransformer
{
    private const string Suffix = "Item";

    public Task TransformAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var type = context.JsonTypeInfo.Type;
        if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetNames(type).Select(name => (JsonNode)name)];
        }
        // The generator does not know the format of our own converter.
        if (type == typeof(DateTimeOffset))
            schema.Type = JsonSchemaType.String;
        if (type == typeof(DateTimeOffset?))
            schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
        return Task.CompletedTask;
    }

    /// <summary><c>ConnectionItem</c> is Connection, and a page of them ConnectionPage.</summary>
    public static string? NameOf(JsonTypeInfo type) =>
        type.Type is { IsGenericType: true } generic && generic.GetGenericTypeDefinition() == typeof(Page<>)
            ? $"{Short(generic.GetGenericArguments()[0].Name)}Page"
        : OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name ? Short(name)
        : null;

    private static string Short(string name) =>
        name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
}
