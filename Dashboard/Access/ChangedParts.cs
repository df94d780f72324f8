namespace Dashboard.Access;

/// <summary>
/// Collects the parts that an action changed, for the before and after of an audit entry. Unchanged parts
/// are omitted.
/// </summary>
public sealed class ChangedParts
{
    private readonly Dictionary<string, object?> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object?> _after = new(StringComparer.Ordinal);

    public bool IsEmpty => _after.Count == 0;

    /// <summary>Null when nothing changed.</summary>
    public IReadOnlyDictionary<string, object?>? Before => IsEmpty ? null : _before;

    /// <inheritdoc cref="Before"/>
    public IReadOnlyDictionary<string, object?>? After => IsEmpty ? null : _after;

    /// <param name="part">Its name, in camel case.</param>
    /// <param name="was">The old value; never a secret.</param>
    /// <param name="isNow">The new value; never a secret.</param>
    public ChangedParts Add(string part, object? was, object? isNow)
    {
        if (!Equals(was, isNow))
            (_before[part], _after[part]) = (was, isNow);
        return this;
    }

    /// <summary>
    /// The same for personal data: audit entries can't be erased, so they record only that it was set, changed or
    /// removed.
    /// </summary>
    public ChangedParts AddUnseen(string part, string? was, string? isNow)
    {
        if (!string.Equals(was, isNow, StringComparison.Ordinal))
            (_before[part], _after[part]) = (was is null ? null : "set", WordOf(was, isNow));
        return this;
    }

    private static string? WordOf(string? was, string? isNow) =>
        isNow is null ? null
        : was is null ? "set"
        : "changed";
}
