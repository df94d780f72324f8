using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Generation;

/// <summary>
/// Makes a whole world with its history. Every draw comes from the seed and every time is relative to
/// <see cref="GenerationSettings.Now"/>, so the same seed creates the same history on another day.
/// </summary>
internal sealed class WorldGenerator
{
    private static readonly TimeSpan[] FreshBreaks =
    [
        TimeSpan.FromMinutes(3),
        TimeSpan.FromMinutes(12),
        TimeSpan.FromMinutes(26),
        TimeSpan.FromMinutes(48),
    ];

    private readonly GenerationSettings _settings;
    private readonly DateTimeOffset _now;
    private readonly DateTimeOffset _start;
    private readonly Dice _dice;
    private readonly HistoryWriter _history;
    private readonly Biographer _biographer;

    private WorldGenerator(GenerationSettings settings)
    {
        _settings = settings;
        _now = settings.Now.ToMicroseconds();
        _start = _now.AddDays(-settings.HistoryDays);
        _dice = new Dice(new Random(settings.Seed));
        _history = new HistoryWriter(_dice);
        _biographer = new Biographer(_dice, _history, _now);
    }

    public static GeneratedWorld Generate(GenerationSettings settings) => new WorldGenerator(settings).Run();

    private GeneratedWorld Run()
    {
        var users = Enumerable
            .Range(1, _settings.Users)
            .Select(number => UserGenerator.Create(number, _dice, _now))
            .ToArray();
        var drafts = DraftConnections(users);
        var authorizations = new List<SimulatedAuthorization>();
        var plan = new BreakPlan(_now, _start, FreshBreaks, _settings.Connections);
        foreach (var (user, draft) in drafts)
            authorizations.AddRange(_biographer.Tell(user, draft, _start, plan.ForcedBreak(draft)));
        users = Register(users);
        return new GeneratedWorld(users, authorizations, _history.InOrder());
    }

    private List<(SimulatedUser User, SimulatedAuthorization Draft)> DraftConnections(SimulatedUser[] users)
    {
        var drafts = new List<(SimulatedUser, SimulatedAuthorization)>(_settings.Connections);
        var taken = new HashSet<(string, string)>();
        if (users.FirstOrDefault(user => user.UserId == UserGenerator.KnownUserId) is { } known)
            Draft(known, BrokerageCatalog.All[0], _start.AddDays(-200));
        while (drafts.Count < _settings.Connections)
            Draft(
                _dice.Pick(users),
                _dice.PickWeighted(BrokerageCatalog.All, b => b.Popularity),
                CreationTime()
            );
        return drafts;

        void Draft(SimulatedUser user, SimulatedBrokerage brokerage, DateTimeOffset createdAt)
        {
            if (drafts.Count < _settings.Connections && taken.Add((user.UserId, brokerage.Id)))
                drafts.Add((user, AuthorizationFactory.Create(user, brokerage, _dice, createdAt)));
        }
    }

    /// <summary>Most connections are older than the generated history.</summary>
    private DateTimeOffset CreationTime() =>
        (
            _dice.Chance(0.12)
                ? _dice.Between(_start, _now.AddHours(-2))
                : _dice.Between(_start.AddDays(-540), _start)
        ).ToMicroseconds();

    private SimulatedUser[] Register(SimulatedUser[] users)
    {
        var firstContact = _history.FirstEventOfUsers();
        return
        [
            .. users.Select(user =>
            {
                var before = firstContact.GetValueOrDefault(user.UserId, _start);
                var at = (
                    before - _dice.Between(TimeSpan.FromMinutes(2), TimeSpan.FromHours(3))
                ).ToMicroseconds();
                _history.Add(SimulatedEventType.UserRegistered, user.UserId, at);
                return user with { RegisteredAt = at };
            }),
        ];
    }
}
