using System.ComponentModel;

namespace Dashboard.Access;

/// <summary>Section <c>Api</c>.</summary>
public sealed class ApiLimitOptions
{
    public const string Section = "Api";

    /// <summary>How many requests one API key may make in a minute, on each node.</summary>
    [Description("Requests per API key and minute, on each node.")]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>How many requests without a valid key one address may make in a minute, on each node.</summary>
    [Description("Requests per address without a valid key and minute, on each node.")]
    public int AnonymousRequestsPerMinute { get; set; } = 120;
}
