using System.ComponentModel;
using StackExchange.Redis;

namespace Dashboard.Live;

/// <summary>Section <c>Redis</c>.</summary>
public sealed class RedisOptions
{
    public const string Section = "Redis";

    /// <summary>StackExchange.Redis configuration; empty on one node.</summary>
    [Description("The bus between nodes; empty on one node.")]
    [PasswordPropertyText(true)]
    public string? Configuration { get; set; }

    internal bool IsReadable
    {
        get
        {
            try
            {
                return string.IsNullOrWhiteSpace(Configuration)
                    || ConfigurationOptions.Parse(Configuration).EndPoints.Count > 0;
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException)
            {
                return false;
            }
        }
    }
}
