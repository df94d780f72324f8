using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api;

/// <summary>Strong entity tags (RFC 9110, 8.8.3): responses with the same tag are identical, byte for byte.</summary>
public static class EntityTag
{
    private const int TagBytes = 16;

    /// <param name="shown">The content of the response.</param>
    /// <param name="version">Distinguishes versions with the same content, such as different secrets.</param>
    public static string Of<T>(T shown, long version)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new { version, shown }, JsonSerializerOptions.Web);
        return $"\"{Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, TagBytes))}\"";
    }

    /// <summary>Whether the caller already has this version, according to <c>If-None-Match</c>.</summary>
    internal static bool IsKnownTo(HttpRequest request, string tag) =>
        request.Headers.IfNoneMatch is { Count: > 0 } header
        && EntityTagHeaderValue.TryParseList(header, out var tags)
        && tags.Any(t => IsAny(t) || t.Tag == tag);

    internal static bool IsAny(EntityTagHeaderValue tag) => tag.Equals(EntityTagHeaderValue.Any);
}

/// <summary>
/// The precondition of a write: <c>If-Match</c> with the tag that the caller read, or
/// <c>If-None-Match: *</c> for a resource that must not exist yet.
/// </summary>
public sealed class Precondition
{
    private readonly IList<EntityTagHeaderValue>? _match;
    private readonly IList<EntityTagHeaderValue>? _noneMatch;

    private Precondition(IList<EntityTagHeaderValue>? match, IList<EntityTagHeaderValue>? noneMatch) =>
        (_match, _noneMatch) = (match, noneMatch);

    /// <summary>The precondition, or the problem when it is malformed.</summary>
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
                    "If-Match and If-None-Match accept ETags of responses with their quotation marks, separated by commas, or *."
                )
            );
    }

    /// <param name="tag">The tag of the current resource; null when it does not exist.</param>
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
