namespace Dashboard.Emails.Delivery;

/// <summary>
/// Limits the e-mails per minute, in total and per domain. A domain at its limit does not delay others.
/// Not thread-safe.
/// </summary>
/// <param name="perMinute">0 is no limit.</param>
/// <param name="perDomainPerMinute">0 is no limit.</param>
internal sealed class Throttle(int perMinute, int perDomainPerMinute)
{
    private readonly Rate? _all = perMinute == 0 ? null : new Rate(perMinute);
    private readonly Dictionary<string, Rate> _domains = new(StringComparer.Ordinal);

    /// <summary>When the next may go out to a domain below its limit.</summary>
    public DateTimeOffset FreeAt => _all?.FreeAt ?? DateTimeOffset.MinValue;

    /// <summary>Counts one e-mail.</summary>
    /// <param name="domain">In lower case.</param>
    /// <param name="at">Not before the one counted last.</param>
    public void Take(string domain, DateTimeOffset at)
    {
        _all?.Take(at);
        if (perDomainPerMinute == 0)
            return;
        if (!_domains.TryGetValue(domain, out var rate))
            _domains.Add(domain, rate = new Rate(perDomainPerMinute));
        rate.Take(at);
    }

    /// <summary>Whether one may go out now.</summary>
    public bool Allows(string domain, DateTimeOffset now) =>
        FreeAt <= now && !(_domains.TryGetValue(domain, out var rate) && rate.FreeAt > now);

    /// <summary>The domains at their limit, and when the first of them is free again.</summary>
    public (IReadOnlyList<string> Domains, DateTimeOffset? FirstFreeAt) Full(DateTimeOffset now)
    {
        List<string> full = [];
        DateTimeOffset? first = null;
        foreach (var (domain, rate) in _domains)
        {
            if (rate.FreeAt > now)
            {
                full.Add(domain);
                first = first is null || rate.FreeAt < first ? rate.FreeAt : first;
            }
            else if (rate.IsIdle(now))
                _domains.Remove(domain);
        }
        return (full, first);
    }
}
