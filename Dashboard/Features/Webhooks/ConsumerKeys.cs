using System.Text;

namespace Dashboard.Features.Webhooks;

/// <summary>The consumer key in force and, while it is being rotated, the one before it.</summary>
public sealed class ConsumerKeys
{
    private readonly byte[][] _keys;

    /// <exception cref="ArgumentException">
    /// <paramref name="current"/> is empty: a signature made with an empty key proves nothing.
    /// </exception>
    public ConsumerKeys(string current, string? previous = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(current);
        _keys = string.IsNullOrEmpty(previous)
            ? [Encoding.UTF8.GetBytes(current)]
            : [Encoding.UTF8.GetBytes(current), Encoding.UTF8.GetBytes(previous)];
    }

    /// <param name="keys">Not empty, nor is any of them.</param>
    internal ConsumerKeys(IEnumerable<string> keys) => _keys = [.. keys.Select(Encoding.UTF8.GetBytes)];

    internal ReadOnlySpan<byte[]> All => _keys;
}
