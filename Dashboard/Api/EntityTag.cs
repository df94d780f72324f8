using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api;

/// <summary>Strong entity tags (RFC 9110, 8.8.3): the same tag means the same answer, byte for byte.</summary>
public static class EntityTag
{
    private const int TagBytes = 16;

    /// <param name="shown">All that the answer shows.</param>
    /// <param name="version">Tells apart what looks the same, such as one secret and another.</param>
    public static string Of<T>(T shown, long version)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new { version, shown }, JsonSerializerOptions.Web);
        return $"\"{Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, TagBytes))}\"";
    }

    /// <summary>Whether the caller has this already, as <c>If-None-Match</c> says.</summary>
    internal static bool IsKnownTo(HttpRequest request, string tag) =>
        request.Headers.IfNoneMatch is { Count: > 0 } header
        && EntityTagHeaderValue.TryParseList(header, out var tags)
        && tags.Any(t => IsAny(t) || t.Tag == tag);

    internal static bool IsAny(EntityTagHeaderValue tag) => tag.Equals(EntityTagHeaderValue.Any);
}

/// <summary>
/// What a caller expects to find when it writes: <c>If-Match</c> with the tag that it read, or
/// <c>If-None-Match: *</c> for what must not exist yet.
/// </summary>
public sealed class Precondition
{
    private readonly IList<EntityTagHeaderValue>? _match;
    private readonly IList<EntityTagHeaderValue>? _noneMatch;

    private Precondition(IList<EntityTagHeaderValue>? match, IList<EntityTagHeaderValue>? noneMatch) =>
        (_match, _noneMatch) = (match, noneMatch);

    /// <summary>The precondition, or the problem with how it is written.</summary>
    public static (Precondition? Value, ProblemHttpResult? Problem) Read(HttpRequest request)
    {
        var (match, isMatchFine) = Parse(request.Headers.IfMatch);
        var (noneMatch, isNoneMatchFine) = Parse(request.Headers.IfNoneMatch);
        return isMatchFine && isNoneMatchFine
            ? (new Precondition(match, noneMatch), null)
            : (
                null,
                ApiProblems.Bad(
                    StatusCodes.Status400BadRequest,
                    "If-Match and If-None-Match take the ETag of an answer with its quotation marks, several with commas between, or *."
                )
            );
    }

    /// <param name="tag">Of what is there now; null when nothing is.</param>
    public bool Holds(string? tag) =>
        (_match is null || _match.Any(t => !t.IsWeak && Fits(t, tag)))
        && (_noneMatch is null || !_noneMatch.Any(t => Fits(t, tag)));

    private static bool Fits(EntityTagHeaderValue wanted, string? tag) =>
        tag is not null && (EntityTag.IsAny(wanted) || wanted.Tag == tag);

    private static (IList<EntityTagHeaderValue>? Tags, bool IsFine) Parse(
        Microsoft.Extensions.Primitives.StringValues header
    )
    {
        if (header.Count == 0)
            return (null, true);
        return EntityTagHeaderValue.TryParseStrictList(header, out var tags) ? (tags, true) : (null, false);
    }
}
