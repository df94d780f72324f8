using Dashboard.Components;
using Dashboard.Domain.Emails;

namespace Dashboard.Features.Sending;

/// <summary>The users of an audience who get an e-mail, and those who do not with the reason. Mutable while the planner fills it.</summary>
public sealed class SendPlan(EmailAudience audience)
{
    /// <summary>A plan is held in memory and written in one transaction.</summary>
    public const int MaxUsers = 50_000;

    private readonly List<string> _ready = [];
    private readonly Dictionary<string, LeftOutGroup> _leftOut = new(StringComparer.Ordinal);

    public EmailAudience Audience => audience;

    /// <summary>The number of users evaluated.</summary>
    public int Total { get; private set; }

    /// <summary>Whether the audience has more than <see cref="MaxUsers"/>; then nothing can be sent.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>The user of an audience of one.</summary>
    public string OnlyUserId { get; private set; } = "";

    /// <summary>The ids of users without an obstacle.</summary>
    public IReadOnlyList<string> Ready => _ready;

    /// <summary>The other users; groups that can be overridden first, then by size.</summary>
    public IReadOnlyList<LeftOutGroup> LeftOut =>
        [.. _leftOut.Values.OrderByDescending(g => g.CanBeOverridden).ThenByDescending(g => g.Count)];

    /// <summary>The ids of users who get an e-mail when these obstacles are overridden.</summary>
    public IReadOnlyList<string> Recipients(IReadOnlySet<EmailObstacle> overridden) =>
        overridden.Count == 0 ? _ready : [.. _ready, .. OverriddenUsers(overridden)];

    /// <summary>The ids of users who get an e-mail only because these obstacles are overridden.</summary>
    public IEnumerable<string> OverriddenUsers(IReadOnlySet<EmailObstacle> overridden) =>
        _leftOut.Values.Where(g => g.IsAmong(overridden)).SelectMany(g => g.UserIds);

    /// <summary>The number of users without an e-mail, by <see cref="Emails.LeftOut.Key"/>.</summary>
    public Dictionary<string, int> LeftOutCounts(IReadOnlySet<EmailObstacle> overridden) =>
        _leftOut
            .Where(pair => !pair.Value.IsAmong(overridden))
            .ToDictionary(pair => pair.Key, pair => pair.Value.Count, StringComparer.Ordinal);

    internal void AddReady(string userId)
    {
        Count(userId);
        _ready.Add(userId);
    }

    /// <param name="obstacle">Null when the user has an open e-mail.</param>
    internal void AddLeftOut(string userId, string name, EmailObstacle? obstacle)
    {
        Count(userId);
        var key = Emails.LeftOut.Key(obstacle);
        if (!_leftOut.TryGetValue(key, out var group))
            _leftOut.Add(key, group = new LeftOutGroup(obstacle));
        group.Add(userId, name);
    }

    internal void MarkTooLarge() => IsTooLarge = true;

    private void Count(string userId)
    {
        Total++;
        OnlyUserId = Total == 1 ? userId : "";
    }
}

/// <summary>The users who get no e-mail for one reason.</summary>
/// <param name="obstacle">Null when they have an open e-mail.</param>
public sealed class LeftOutGroup(EmailObstacle? obstacle)
{
    /// <summary>Further users are only counted.</summary>
    public const int MaxNames = 50;

    private readonly List<(string UserId, string Name)> _named = [];
    private readonly List<string> _userIds = [];

    public EmailObstacle? Obstacle => obstacle;
    public bool CanBeOverridden => obstacle?.CanBeOverridden() == true;
    public int Count { get; private set; }

    /// <summary>The first users, at most <see cref="MaxNames"/>.</summary>
    public IReadOnlyList<(string UserId, string Name)> Named => _named;

    /// <summary>The ids of all users of a group that can be overridden; empty for other groups.</summary>
    public IReadOnlyList<string> UserIds => _userIds;

    public bool IsAmong(IReadOnlySet<EmailObstacle> overridden) =>
        obstacle is { } reason && CanBeOverridden && overridden.Contains(reason);

    internal void Add(string userId, string name)
    {
        Count++;
        if (_named.Count < MaxNames)
            _named.Add((userId, name));
        if (CanBeOverridden)
            _userIds.Add(userId);
    }
}
