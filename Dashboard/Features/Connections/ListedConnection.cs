using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>A row of the list: what it shows, and what became of it while somebody looked.</summary>
public sealed class ListedConnection(
    ConnectionRow row,
    DateTimeOffset? arrivedAt = null,
    bool isFarDown = false
)
{
    private static readonly TimeSpan GlowsFor = TimeSpan.FromSeconds(30);
    private DateTimeOffset? _changedAt = arrivedAt;
    private bool _isOffered = isFarDown;
    private DateTimeOffset? _snoozedUntil = row.Triage?.SnoozedUntil;

    public ConnectionRow Row { get; private set; } = row;

    /// <summary>Place in the list, from 0.</summary>
    public int Index { get; internal set; }

    /// <summary>It no longer fits the filter; it stays so that nothing moves under the cursor.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>It is new and stands where it may not be seen: somebody can have it on top.</summary>
    internal bool IsOffered => _isOffered && !HasLeft;

    /// <summary>Something newer is known; what it is, is read when the row is in view.</summary>
    internal bool IsOutdated { get; private set; }

    /// <summary>Whether its health changed a moment ago.</summary>
    public bool IsFresh(DateTimeOffset now) => now - _changedAt < GlowsFor;

    /// <summary>Whether its snooze ran out since this was last asked, or since it was read.</summary>
    internal bool HasAwoken(DateTimeOffset now)
    {
        if (!(_snoozedUntil <= now))
            return false;
        _snoozedUntil = null;
        return true;
    }

    internal void Outdate() => IsOutdated = true;

    internal void Show(DateTimeOffset now) => (_isOffered, _changedAt) = (false, now);

    internal void Take(ConnectionRow newer, bool fits, DateTimeOffset now)
    {
        IsOutdated = false;
        HasLeft = !fits;
        if (newer.Version < Row.Version)
            return;
        if (newer.Health != Row.Health)
            _changedAt = now;
        Row = newer;
        _snoozedUntil = newer.Triage?.SnoozedUntil > now ? newer.Triage.SnoozedUntil : null;
    }
}

/// <summary>What happened to the connections of a list, for those who can't see it.</summary>
public sealed record ListNews(int Broken, int Repaired)
{
    /// <summary>"2 connections broke, 1 was repaired"; null when there is nothing to say.</summary>
    public string? Words =>
        (Broken, Repaired) switch
        {
            (0, 0) => null,
            (_, 0) => Connections(Broken) + " broke",
            (0, _) => $"{Connections(Repaired)} {Was(Repaired)} repaired",
            _ => $"{Connections(Broken)} broke, {Repaired} {Was(Repaired)} repaired",
        };

    internal static ListNews Of(
        IReadOnlyList<ConnectionChange> changes,
        Dictionary<string, ListedConnection> listed,
        List<ListedConnection> added
    )
    {
        var seen = changes.Where(c => c.Health != c.PreviousHealth).ToList();
        return new ListNews(
            seen.Count(c => c.Health == Health.Disabled),
            seen.Count(c =>
                c is { Health: Health.Healthy, PreviousHealth: Health.Disabled }
                && listed.ContainsKey(c.Id)
                && !added.Exists(a => a.Row.Id == c.Id)
            )
        );
    }

    private static string Connections(int count) => count == 1 ? "1 connection" : $"{count} connections";

    private static string Was(int count) => count == 1 ? "was" : "were";
}
