namespace Dashboard.Features.Sending;

/// <summary>Why somebody sends although something stands in the way.</summary>
internal static class OverrideReason
{
    /// <summary>What a reason may have in characters.</summary>
    public const int Longest = 500;

    /// <summary>The reason as it is kept; null when none is given.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="Longest"/>.</exception>
    public static string? Of(string? text)
    {
        var reason = text?.Trim();
        if (reason?.Length > Longest)
            throw new ArgumentException($"A reason has at most {Longest} characters.", nameof(text));
        return string.IsNullOrEmpty(reason) ? null : reason;
    }
}
