using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Simulator.Http;

/// <summary>
/// The JSON body of an API call, read by hand: a call without a body is fine with any content type or none.
/// </summary>
internal sealed record RequestBody(JsonNode? Content)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="JsonException">There is a body and it is not JSON, or names a member twice.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.Length == 0 ? null : JsonNode.Parse(buffer.ToArray(), documentOptions: Strict);
    }

    public static RequestBody Of(HttpContext http) => http.Features.GetRequiredFeature<RequestBody>();

    /// <summary>A text member, null when it is missing, null or of another type.</summary>
    public string? Text(string name) =>
        Member(name) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public bool Flag(string name) =>
        Member(name) is JsonValue value && value.TryGetValue(out bool flag) && flag;

    private JsonNode? Member(string name) => (Content as JsonObject)?[name];
}
