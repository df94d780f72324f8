using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.OpenApi;

namespace Dashboard.Api.OpenApi;

/// <summary>Documents the allowed values of each parameter.</summary>
internal static class ParameterDocs
{
    public static void Complete(OpenApiOperation operation, ApiDescription description)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (AttributeOf(description, parameter.Name) is { } said)
                Describe(parameter, said);
            if (parameter.In == ParameterLocation.Query && parameter.Name == "limit")
                parameter.Schema = LimitSchema();
        }
    }

    public static void AddHeader(OpenApiOperation operation, string name, string description, string example)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(
            new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Header,
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = example,
            }
        );
    }

    private static void Describe(OpenApiParameter parameter, ApiParameterAttribute said)
    {
        parameter.Description = said.Description;
        parameter.Example = said.Example;
        var isList = parameter.Schema?.Type?.HasFlag(JsonSchemaType.Array) == true;
        var schema = Plain(said);
        parameter.Schema = isList
            ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema }
            : schema;
        if (isList && said.Example is not null)
            parameter.Example = new JsonArray(said.Example);
    }

    private static OpenApiSchema Plain(ApiParameterAttribute said) =>
        new()
        {
            Type = JsonSchemaType.String,
            Format = said.Format,
            Enum = said.Names is { } names ? [.. Enum.GetNames(names).Select(n => (JsonNode)n)] : null,
        };

    private static OpenApiSchema LimitSchema() =>
        new()
        {
            Type = JsonSchemaType.Integer,
            Minimum = "1",
            Maximum = $"{QueryReader.MaxItems}",
            Default = QueryReader.DefaultLimit,
        };

    private static ApiParameterAttribute? AttributeOf(ApiDescription description, string? name) =>
        description
            .ParameterDescriptions.Where(p => p.Name == name)
            .Select(p => p.ParameterDescriptor)
            .OfType<IParameterInfoParameterDescriptor>()
            .SelectMany(p => p.ParameterInfo.GetCustomAttributes(inherit: false))
            .OfType<ApiParameterAttribute>()
            .FirstOrDefault();
}
