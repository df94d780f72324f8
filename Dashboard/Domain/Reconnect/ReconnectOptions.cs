namespace Dashboard.Domain.Reconnect;

/// <summary>Section <c>Reconnect</c>: the rules that all reconnect links follow, whoever makes them.</summary>
public sealed class ReconnectOptions
{
    public const string Section = "Reconnect";

    /// <summary>How long a reconnect link works at most; a repair ends it earlier.</summary>
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromDays(7);
}
