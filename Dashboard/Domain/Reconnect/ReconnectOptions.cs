using System.ComponentModel;

namespace Dashboard.Domain.Reconnect;

/// <summary>Section <c>Reconnect</c>: rules for all reconnect links.</summary>
public sealed class ReconnectOptions
{
    public const string Section = "Reconnect";

    /// <summary>How long a reconnect link works at most; a repair ends it earlier.</summary>
    [Description("How long a reconnect link works unless it is revoked or the connection is repaired.")]
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromDays(7);
}
