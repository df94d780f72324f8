namespace Dashboard.Features.Connections;

/// <summary>A row of the list: what it shows, and how it changed since the list was read.</summary>
public sealed class ListedConnection(
    ConnectionRow row,
    DateTimeOffset? arrivedAt = null,
    bool isFarDown = false
)
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(30);
    private DateTimeOffset? _changedAt = arrivedAt;
    private bool _isOffered = isFarDown;
    private DateTimeOffset? _snoozedUntil = row.Triage?.SnoozedUntil;

    /// <summary>Raised when it shows something else, and when <see cref="Refresh"/> asks.</summary>
    public event Action? Changed;

    public ConnectionRow Row { get; private set; } = row;

    /// <summary>Its name in events of the screen: no other row of the list has it, and it stays when rows move.</summary>
    public int Number { get; internal set; }

    /// <summary>Position in the list, from 0.</summary>
    public int Index { get; internal set; }

    /// <summary>Whether it no longer matches the filter; it stays so that no row moves under the cursor.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Whether it is new and may be outside the visible part, so that the screen offers to move it to the top.</summary>
    internal bool IsOffered => _isOffered && !HasLeft;

    /// <summary>Whether it changed since it was read; it is read again when it is in view.</summary>
    internal bool IsOutdated { get; private set; }

    /// <summary>Whether its health changed within the last 30 seconds.</summary>
    public bool IsFresh(DateTimeOffset now) => now - _changedAt < FreshFor;

    /// <summary>Whether its snooze ended since the last call, or since it was read.</summary>
    internal bool EndsSnooze(DateTimeOffset now)
    {
        if (!(_snoozedUntil <= now))
            return false;
        _snoozedUntil = null;
        return true;
    }

    /// <summary>Call when time has passed: what a row says changes with time, too.</summary>
    public void Refresh() => Changed?.Invoke();

    /// <param name="since">When the open incident of its brokerage began; null without one.</param>
    internal void ShowIncident(DateTimeOffset? since)
    {
        if (Row.IncidentSince == since)
            return;
        Row = Row with { IncidentSince = since };
        Refresh();
    }

    internal void MarkOutdated() => IsOutdated = true;

    internal void MarkShown(DateTimeOffset now)
    {
        (_isOffered, _changedAt) = (false, now);
        Refresh();
    }

    /// <summary>Shows what was read, unless something newer is shown already.</summary>
    internal void Update(ConnectionRow read, bool matches, DateTimeOffset now)
    {
        if (read.Version < Row.Version)
            return;
        if (read.Health != Row.Health)
            _changedAt = now;
        (Row, HasLeft, IsOutdated) = (read, !matches, false);
        _snoozedUntil = read.Triage?.SnoozedUntil > now ? read.Triage.SnoozedUntil : null;
        Refresh();
    }
}
