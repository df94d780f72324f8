namespace Dashboard.Domain.Operators;

/// <summary>When an operator was here, on any device: when somebody could see a screen and used it.</summary>
public sealed class OperatorPresence
{
    /// <summary>Shorter pauses, such as lunch, do not count as leaving.</summary>
    public static readonly TimeSpan Away = TimeSpan.FromHours(2);

    public required string OperatorId { get; init; }

    /// <summary>To a few minutes.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>The end of the stretch before the current one; null while there was none.</summary>
    public DateTimeOffset? LeftAt { get; set; }
}
