using Dashboard.Components;
using Dashboard.Domain.Emails;

namespace Dashboard.Features.Sending;

/// <summary>Who of an audience gets an e-mail, and who does not and why. Grows while it is made.</summary>
public sealed class SendPlan(EmailAudience audience)
{
    /// <summary>So many users are decided on together: they are held in memory, and written in one transaction.</summary>
    public const int MostUsers = 50_000;

    private readonly List<string> _ready = [];
    private readonly Dictionary<string, LeftOutGroup> _leftOut = new(StringComparer.Ordinal);

    public EmailAudience Audience => audience;

    /// <summary>How many users were looked at.</summary>
    public int Total { get; private set; }

    /// <summary>The audience has more than <see cref="MostUsers"/>: nothing is sent.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>The user of an audience of one.</summary>
    public string OnlyUserId { get; private set; } = "";

    /// <summary>The users who get one without anything being overridden, by id.</summary>
    public IReadOnlyList<string> Ready => _ready;

    /// <summary>The others; those who could get one all the same come first, the largest group before the smaller.</summary>
    public IReadOnlyList<LeftOutGroup> LeftOut =>
        [.. _leftOut.Values.OrderByDescending(g => g.CanBeOverridden).ThenByDescending(g => g.Count)];

    /// <summary>Who gets one when these obstacles are overridden, by id.</summary>
    public IReadOnlyList<string> Recipients(IReadOnlySet<EmailObstacle> overridden) =>
        overridden.Count == 0 ? _ready : [.. _ready, .. OverriddenUsers(overridden)];

    /// <summary>Who gets one only because these obstacles are overridden, by id.</summary>
    public IEnumerable<string> OverriddenUsers(IReadOnlySet<EmailObstacle> overridden) =>
        _leftOut.Values.Where(g => g.IsAmong(overridden)).SelectMany(g => g.UserIds);

    /// <summary>How many get none, by <see cref="Sending.LeftOut.Key"/>.</summary>
    public Dictionary<string, int> LeftOutCounts(IReadOnlySet<EmailObstacle> overridden) =>
        _leftOut
            .Where(pair => !pair.Value.IsAmong(overridden))
            .ToDictionary(pair => pair.Key, pair => pair.Value.Count, StringComparer.Ordinal);

    internal void AddReady(string userId)
    {
        Count(userId);
        _ready.Add(userId);
    }

    /// <param name="obstacle">Null when a message is on its way.</param>
    internal void AddLeftOut(string userId, string name, EmailObstacle? obstacle)
    {
        Count(userId);
        var key = Sending.LeftOut.Key(obstacle);
        if (!_leftOut.TryGetValue(key, out var group))
            _leftOut.Add(key, group = new LeftOutGroup(obstacle));
        group.Add(userId, name);
    }

    internal void BecomeTooLarge() => IsTooLarge = true;

    private void Count(string userId)
    {
        Total++;
        OnlyUserId = Total == 1 ? userId : "";
    }
}

/// <summary>Users who get nothing for one reason.</summary>
/// <param name="obstacle">Null when a message is on its way to them.</param>
public sealed class LeftOutGroup(EmailObstacle? obstacle)
{
    /// <summary>As many as anybody reads; the rest is a number.</summary>
    public const int MostNames = 50;

    private readonly List<(string UserId, string Name)> _named = [];
    private readonly List<string> _userIds = [];

    public EmailObstacle? Obstacle => obstacle;
    public bool CanBeOverridden => obstacle?.CanBeOverridden() == true;
    public int Count { get; private set; }

    /// <summary>The first of them, at most <see cref="MostNames"/>.</summary>
    public IReadOnlyList<(string UserId, string Name)> Named => _named;

    /// <summary>All of them, where they may yet get one; else none.</summary>
    public IReadOnlyList<string> UserIds => _userIds;

    public bool IsAmong(IReadOnlySet<EmailObstacle> overridden) =>
        obstacle is { } reason && CanBeOverridden && overridden.Contains(reason);

    internal void Add(string userId, string name)
    {
        Count++;
        if (_named.Count < MostNames)
            _named.Add((userId, name));
        if (CanBeOverridden)
            _userIds.Add(userId);
    }
}
