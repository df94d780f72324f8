namespace Dashboard.Emails.Policy;

/// <summary>
/// Remembers when to look at whom again, so that a pass over thousands of broken connections reads only those for
/// which something may have changed. Whatever it forgets is only looked at sooner.
/// </summary>
internal sealed class LookAhead
{
    /// <summary>About 20 MB.</summary>
    private const int Most = 100_000;
    private Dictionary<string, DateTimeOffset> _before = new(StringComparer.Ordinal);
    private Dictionary<string, DateTimeOffset> _current = new(StringComparer.Ordinal);
    private long _policyVersion = -1;

    /// <summary>Begins another pass: who does not come up in it is forgotten after it.</summary>
    /// <param name="version">Of the policy: under another one everybody is looked at.</param>
    public void Begin(long version)
    {
        (_before, _current) = (_current, _before);
        _current.Clear();
        if (version != _policyVersion)
            _before.Clear();
        _policyVersion = version;
    }

    /// <summary>False for those who were looked at in this pass already, or need not be.</summary>
    public bool IsTimeFor(string userId, DateTimeOffset now)
    {
        if (_current.ContainsKey(userId))
            return false;
        if (!_before.TryGetValue(userId, out var at) || at <= now)
            return true;
        _current[userId] = at;
        return false;
    }

    public void Note(string userId, DateTimeOffset lookAgain)
    {
        if (_current.Count < Most)
            _current[userId] = lookAgain;
    }
}
