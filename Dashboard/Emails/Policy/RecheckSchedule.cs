namespace Dashboard.Emails.Policy;

/// <summary>
/// Remembers when each user is due for the next evaluation, so that a pass over thousands of broken connections reads
/// only those for which something may have changed. A forgotten user is evaluated early. Not thread-safe.
/// </summary>
internal sealed class RecheckSchedule
{
    /// <summary>About 20 MB.</summary>
    private const int MaxUsers = 100_000;
    private Dictionary<string, DateTimeOffset> _previous = new(StringComparer.Ordinal);
    private Dictionary<string, DateTimeOffset> _current = new(StringComparer.Ordinal);
    private long _policyVersion = -1;

    /// <summary>Begins another pass. Users who do not occur in a pass are forgotten.</summary>
    /// <param name="version">Of the policy. A new version makes every user due.</param>
    public void BeginPass(long version)
    {
        (_previous, _current) = (_current, _previous);
        _current.Clear();
        if (version != _policyVersion)
            _previous.Clear();
        _policyVersion = version;
    }

    /// <summary>Whether the user is due and was not evaluated in this pass yet.</summary>
    public bool IsDue(string userId, DateTimeOffset now)
    {
        if (_current.ContainsKey(userId))
            return false;
        if (!_previous.TryGetValue(userId, out var at) || at <= now)
            return true;
        _current[userId] = at;
        return false;
    }

    public void Set(string userId, DateTimeOffset dueAt)
    {
        if (_current.Count < MaxUsers)
            _current[userId] = dueAt;
    }
}
