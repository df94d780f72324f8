namespace Dashboard.SnapTrade;

/// <summary>One operation, before it is signed.</summary>
/// <param name="Path">From the API root, its ids escaped. It is logged, so it must hold no secret.</param>
internal sealed record SnapTradeCall(HttpMethod Method, string Path)
{
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];
    public byte[]? Body { get; init; }

    /// <summary>What is blotted out should SnapTrade quote it in an error.</summary>
    public string? Secret { get; init; }

    /// <summary>
    /// The most bytes that are read of the answer, far above what the operation needs: an answer without an end must not
    /// fill the memory.
    /// </summary>
    public long MaxAnswer { get; init; } = SmallAnswer;

    /// <summary>One object.</summary>
    public const long SmallAnswer = 256 * 1024;

    /// <summary>A list of what belongs to one user, or to SnapTrade.</summary>
    public const long ListAnswer = 8 * 1024 * 1024;

    /// <summary>The ids of all users, which SnapTrade does not page: more than a million.</summary>
    public const long AllUsersAnswer = 128 * 1024 * 1024;

    /// <summary>Public calls carry neither our client id nor a signature.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Whether SnapTrade's own 404 is an answer rather than an error.</summary>
    public bool MayBeAbsent { get; init; }

    public static SnapTradeCall For(HttpMethod method, string path, UserCredentials user) =>
        new(method, path)
        {
            Parameters = [new("userId", user.UserId), new("userSecret", user.UserSecret)],
            Secret = user.UserSecret,
        };

    /// <summary>An id as a path segment.</summary>
    /// <exception cref="SnapTradeException">It is a dot segment, which would address another path.</exception>
    public static string Segment(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return id is "." or ".."
            ? throw new SnapTradeException(
                SnapTradeErrorKind.BadRequest,
                "SnapTrade can't be asked for this id, because it changes the meaning of the path."
            )
            : Uri.EscapeDataString(id);
    }

    public override string ToString() => $"{Method} {Path}";
}
