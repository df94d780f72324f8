namespace Dashboard.Live;

/// <summary>Section <c>Redis</c>.</summary>
public sealed class RedisOptions
{
    public const string Section = "Redis";

    /// <summary>StackExchange.Redis configuration; empty on one node.</summary>
    public string? Configuration { get; set; }
}
