namespace Dashboard.SnapTrade;

/// <summary>One operation, before it is signed.</summary>
/// <param name="Path">From the API root, its ids escaped. It is logged, so it must hold no secret.</param>
internal sealed record SnapTradeCall(HttpMethod Method, string Path)
{
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];
    public byte[]? Body { get; init; }

    /// <summary>What is blotted out should SnapTrade quote it in an error.</summary>
    public string? Secret { get; init; }

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
    /// <exception cref="ArgumentException">It is empty or a dot segment, which would address another path.</exception>
    public static string Segment(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return id is "." or ".."
            ? throw new ArgumentException("A dot segment is no id.", nameof(id))
            : Uri.EscapeDataString(id);
    }

    public override string ToString() => $"{Method} {Path}";
}
