using System.ComponentModel;

namespace Dashboard.Api.Stopping;

/// <summary>Section <c>Shutdown</c>.</summary>
public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>Long enough for a proxy to notice, and short beside the time that platforms give before they kill.</summary>
    public static readonly TimeSpan MaxDrain = TimeSpan.FromSeconds(10);

    /// <summary>How long the node continues to serve after it was told to stop, while it reports that it is not ready.</summary>
    [Description("How long a node that was told to stop still serves.")]
    public TimeSpan DrainFor { get; set; } = TimeSpan.FromSeconds(3);
}
