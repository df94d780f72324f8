using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Dashboard.Api.OpenApi;

/// <summary>Documents each response: the meaning of its status, its headers and an example.</summary>
internal static class ResponseDocs
{
    private const string Problem = "application/problem+json";

    private static readonly Dictionary<int, string> Meanings = new()
    {
        [200] = "Done.",
        [201] = "Made.",
        [202] = "Accepted.",
        [304] = "Not modified: the ETag in If-None-Match is still current.",
        [400] = "A parameter, a header or the body is not valid; errors lists each.",
        [401] = "There is no API key, or it is unknown, expired or revoked.",
        [403] = "The API key's scope is too small.",
        [404] = "Not found.",
        [409] = "Not possible now; the detail says why and what to do.",
        [412] = "The precondition in If-Match or If-None-Match is not met. Nothing was written.",
        [413] = "The body is larger than 64 KB.",
        [415] = "The body is not JSON.",
        [422] = "The Idempotency-Key was used for another request.",
        [429] = "Too many requests; Retry-After says when to continue.",
        [503] =
            "The database does not respond, or the answer is still being computed; Retry-After says when to try again.",
    };

    public static void Complete(OpenApiOperation operation, bool isTagged)
    {
        foreach (var (code, answer) in operation.Responses ?? [])
        {
            if (answer is not OpenApiResponse response || !int.TryParse(code, out var status))
                continue;
            response.Description = Meanings.GetValueOrDefault(status, ReasonPhrases.GetReasonPhrase(status));
            AddHeaders(response, status, isTagged);
            if (response.Content?.TryGetValue(Problem, out var content) == true)
                content.Example = ExampleOf(status);
        }
    }

    public static void Add(OpenApiOperation operation, int status)
    {
        var code = status.ToString(CultureInfo.InvariantCulture);
        operation.Responses ??= [];
        operation.Responses.TryAdd(
            code,
            new OpenApiResponse
            {
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [Problem] = new() { Schema = ProblemSchemaOf(operation) },
                },
            }
        );
    }

    // Every operation has a 401, whose schema is the correct one.
    private static IOpenApiSchema? ProblemSchemaOf(OpenApiOperation operation) =>
        operation.Responses!["401"].Content![Problem].Schema;

    private static void AddHeaders(OpenApiResponse response, int status, bool isTagged)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        response.Headers["RateLimit-Limit"] = Number("The number of requests allowed per minute.");
        response.Headers["RateLimit-Remaining"] = Number("The number of requests left.");
        response.Headers["RateLimit-Reset"] = Number("The seconds until all of them are available again.");
        if (status is 429 or 503)
            response.Headers["Retry-After"] = Number("The seconds to wait before trying again.");
        if (isTagged && status is 200 or 201 or 304)
            response.Headers["ETag"] = new OpenApiHeader
            {
                Description = "Changes when the resource does; for If-None-Match and If-Match.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            };
    }

    private static OpenApiHeader Number(string description) =>
        new()
        {
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
        };

    private static JsonObject ExampleOf(int status)
    {
        var example = new JsonObject
        {
            ["type"] = "about:blank",
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = Meanings[status],
        };
        if (status == 400)
            example["errors"] = new JsonObject
            {
                ["limit"] = new JsonArray($"limit must be a whole number from 1 to {QueryReader.MaxItems}."),
            };
        return example;
    }
}
