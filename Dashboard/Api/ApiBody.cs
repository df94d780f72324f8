using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api;

/// <summary>Reads a JSON body strictly: an unknown property is an error instead of being ignored.</summary>
public static class ApiBody
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The body, the default without a body, or the problem.</summary>
    /// <param name="request">May have no body, and then needs no content type.</param>
    /// <param name="none">The result when there is no body.</param>
    public static Task<(T? Body, ProblemHttpResult? Problem)> ReadOptionalAsync<T>(
        HttpRequest request,
        T none
    )
        where T : class =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
            ? ReadAsync<T>(request)
            : Task.FromResult<(T?, ProblemHttpResult?)>((none, null));

    /// <summary>The body, or the problem.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The operation's size limit, for the error message.</param>
    public static async Task<(T? Body, ProblemHttpResult? Problem)> ReadAsync<T>(
        HttpRequest request,
        int maxBytes = ApiSetup.MaxBytes
    )
        where T : class
    {
        if (!IsJson(request))
            return (
                null,
                ApiProblems.Bad(
                    StatusCodes.Status415UnsupportedMediaType,
                    "Send a JSON object in UTF-8 with the header Content-Type: application/json."
                )
            );
        try
        {
            var body = await JsonSerializer.DeserializeAsync<T>(
                request.Body,
                Strict,
                request.HttpContext.RequestAborted
            );
            return body is null ? (null, Malformed("The body is null.")) : (body, null);
        }
        catch (JsonException exception)
        {
            return (null, Malformed(WhatIsWrong(exception)));
        }
        catch (BadHttpRequestException exception)
        {
            return (
                null,
                ApiProblems.Bad(
                    exception.StatusCode,
                    $"The body can't be read; it may have {maxBytes / 1024} KB at most."
                )
            );
        }
    }

    /// <summary>Reads one part of a JSON body strictly; null when it is invalid.</summary>
    /// <param name="part">The part.</param>
    /// <param name="wrong">The path of the invalid value within the part, such as <c>$.type</c>; null when the part is not an object.</param>
    public static T? Read<T>(JsonElement part, out string? wrong)
        where T : class
    {
        wrong = null;
        try
        {
            return part.ValueKind == JsonValueKind.Object ? part.Deserialize<T>(Strict) : null;
        }
        catch (JsonException exception)
        {
            wrong = exception.Path;
            return null;
        }
    }

    // JSON is UTF-8; other charsets are refused.
    private static bool IsJson(HttpRequest request) =>
        request.HasJsonContentType()
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && HeaderUtilities.RemoveQuotes(type.Charset) is var charset
        && (
            StringSegment.IsNullOrEmpty(charset)
            || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)
        );

    private static ProblemHttpResult Malformed(string reason) =>
        ApiProblems.Bad(
            StatusCodes.Status400BadRequest,
            $"{reason} Send a JSON object with the documented properties."
        );

    // The exception's message contains type names, and may quote the body.
    private static string WhatIsWrong(JsonException exception) =>
        exception.Path is { Length: > 2 } path
            ? $"The body is not valid at {path}."
            : "The body is not the expected JSON object.";
}
