namespace Dashboard.Features.Emails.Delivery;

/// <summary>How the dispatcher of this node is doing.</summary>
public sealed class DispatcherState
{
    /// <summary>When this node last handed a message over.</summary>
    public DateTimeOffset? LastSentAt { get; set; }

    /// <summary>Why nothing goes out now, in words for operators; null while all is well.</summary>
    public string? Problem { get; set; }

    /// <summary>When it tries again.</summary>
    public DateTimeOffset? PausedUntil { get; set; }
}
