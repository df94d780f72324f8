using Dashboard.Simulator.Generation;
using Dashboard.Simulator.State;

namespace Dashboard.Tests.Simulator;

public sealed class WorldTests
{
    private static readonly DateTimeOffset Now = SimulatorHost.RecordedAt;
    private static readonly GeneratedWorld World = Generate(seed: 42, Now);

    [Fact]
    public void The_same_seed_and_moment_make_the_same_world()
    {
        var again = Generate(seed: 42, Now);

        Assert.Equal(World.Users, again.Users);
        Assert.Equal(World.History, again.History);
        Assert.Equal(World.Authorizations.Select(Summary), again.Authorizations.Select(Summary));
    }

    [Fact]
    public void On_another_day_the_same_seed_tells_the_same_story()
    {
        var later = Generate(seed: 42, Now.AddDays(10));

        Assert.Equal(
            World.History.Select(happened => happened with { OccurredAt = happened.OccurredAt.AddDays(10) }),
            later.History
        );
    }

    [Fact]
    public void Another_seed_makes_another_world() =>
        Assert.NotEqual(World.History, Generate(seed: 43, Now).History);

    [Fact]
    public void The_history_ends_in_the_worlds_state()
    {
        var disabled = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        foreach (var happened in World.History.Where(happened => happened.AuthorizationId is not null))
        {
            var known = disabled.TryGetValue(happened.AuthorizationId!, out var since);
            Assert.Equal(happened.Type != SimulatedEventType.Added, known);
            Assert.Equal(
                happened.Type == SimulatedEventType.Fixed,
                happened.Type != SimulatedEventType.Deleted && since is not null
            );
            if (happened.Type == SimulatedEventType.Deleted)
                disabled.Remove(happened.AuthorizationId!);
            else
                disabled[happened.AuthorizationId!] =
                    happened.Type == SimulatedEventType.Broken ? happened.OccurredAt : null;
        }
        Assert.Equal(
            World.Authorizations.Select(connection => (connection.Id, connection.DisabledAt)).Order(),
            disabled.Select(pair => (pair.Key, pair.Value)).Order()
        );
    }

    [Fact]
    public void A_few_per_cent_are_disabled_for_minutes_to_weeks()
    {
        var ages = World
            .Authorizations.Where(connection => connection.IsDisabled)
            .Select(connection => Now - connection.DisabledAt!.Value)
            .ToList();

        Assert.InRange(ages.Count / (double)World.Authorizations.Count, 0.02, 0.045);
        Assert.InRange(ages.Min(), TimeSpan.Zero, TimeSpan.FromMinutes(10));
        Assert.InRange(ages.Max(), TimeSpan.FromDays(14), TimeSpan.FromDays(30));
        Assert.All(World.History, happened => Assert.True(happened.OccurredAt < Now));
    }

    [Fact]
    public void The_world_has_everything_a_demonstration_shows()
    {
        Assert.Equal(2000, World.Users.Count);
        Assert.InRange(World.Authorizations.Count, 2950, 3050);
        Assert.Equal(
            20,
            World.Authorizations.Select(connection => connection.BrokerageId).Distinct().Count()
        );
        var known = World.Users.Single(user => user.UserId == "customer-1907");
        Assert.Equal("Zoë Übermut", known.Name);
        Assert.Contains(World.Authorizations, item => item.UserId == known.UserId && item.IsDisabled);
        Assert.Contains(World.History, happened => happened.Type == SimulatedEventType.Deleted);
        Assert.True(World.History.Select(happened => happened.AttemptResult).Distinct().Count() > 5);
        Assert.Contains(
            World.Authorizations.GroupBy(connection => (connection.UserId, connection.BrokerageId)),
            group => group.Count() == 2 && group.Count(connection => connection.IsDisabled) == 1
        );
    }

    [Fact]
    public void One_brokerage_had_an_incident()
    {
        var brokerages = World.Authorizations.ToDictionary(item => item.Id, item => item.BrokerageId);
        var worst = World
            .History.Where(happened => happened.Type == SimulatedEventType.Broken)
            .GroupBy(happened =>
                (
                    brokerages.GetValueOrDefault(happened.AuthorizationId!),
                    happened.OccurredAt.ToUnixTimeSeconds() / 3600
                )
            )
            .Max(group => group.Count());

        Assert.True(worst > 25);
    }

    private static GeneratedWorld Generate(int seed, DateTimeOffset now) =>
        WorldGenerator.Generate(new(seed, Users: 2000, Connections: 3000, HistoryDays: 30, now));

    private static object Summary(SimulatedAuthorization connection) => connection with { Accounts = [] };
}
