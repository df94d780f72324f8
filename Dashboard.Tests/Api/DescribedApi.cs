using System.Text.Json;
using Dashboard.Api.OpenApi;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Dashboard.Tests.Api;

/// <summary>The API's description as the server writes it.</summary>
internal sealed record DescribedApi(JsonElement Document)
{
    public static async Task<DescribedApi> ReadAsync(DashboardServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var provider = scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(
            OpenApiSetup.DocumentName
        );
        var document = await provider.GetOpenApiDocumentAsync(Token);
        var text = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, Token);
        return new DescribedApi(JsonElement.Parse(text));
    }

    public IReadOnlyList<DescribedOperation> Operations =>
        [
            .. Document
                .GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path =>
                    path.Value.EnumerateObject()
                        .Select(method => new DescribedOperation(
                            method.Name.ToUpperInvariant(),
                            path.Name,
                            method.Value
                        ))
                ),
        ];
}

internal sealed record DescribedOperation(string Method, string Path, JsonElement Json)
{
    public string Name => $"{Method} {Path}";

    public IEnumerable<JsonElement> Parameters =>
        Json.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    public IEnumerable<(int Status, JsonElement Response)> Responses =>
        Json.GetProperty("responses")
            .EnumerateObject()
            .Select(r => (int.Parse(r.Name, System.Globalization.CultureInfo.InvariantCulture), r.Value));
}
