namespace Dashboard.Features.Sending;

/// <summary>Why an operator overrides an obstacle.</summary>
internal static class OverrideReason
{
    /// <summary>In characters.</summary>
    public const int MaxLength = 500;

    /// <summary>The reason as it is stored; null when there is none.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="MaxLength"/>.</exception>
    public static string? Of(string? text)
    {
        var reason = text?.Trim();
        if (reason?.Length > MaxLength)
            throw new ArgumentException($"A reason has at most {MaxLength} characters.", nameof(text));
        return string.IsNullOrEmpty(reason) ? null : reason;
    }
}
