using Dashboard.Access;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Features.Sending;

namespace Dashboard.Tests.Features.Sending;

public sealed class SendPlannerTests : IDisposable
{
    private static readonly HashSet<EmailObstacle> Nothing = [];
    private readonly SendingHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Each_user_is_ready_or_left_out_with_a_reason()
    {
        await _host.ObstaclesAsync();
        await _host.PersonAsync("zoe");
        await _host.PersonAsync("waits");
        await _host.EmailOfAsync("waits", EmailState.Queued);
        var obstacles = Enum.GetValues<EmailObstacle>().Except([EmailObstacle.Snoozed]).ToList();

        var plan = await _host.PlanAsync([.. obstacles.Select(o => $"u-{o}"), "zoe", "waits", "stranger"]);

        Assert.Equal(["zoe"], plan.Ready);
        Assert.Equal(obstacles.Count + 3, plan.Total);
        var counts = plan.LeftOutCounts(Nothing);
        Assert.Equal(
            obstacles.Select(o => o.ToString()).Append("OnItsWay").Order(StringComparer.Ordinal),
            counts.Keys.Order(StringComparer.Ordinal)
        );
        // The stranger has no address either.
        Assert.Equal((2, 1), (counts["NoAddress"], counts["OnItsWay"]));
    }

    [Fact]
    public async Task Only_some_obstacles_can_be_overridden()
    {
        await _host.ObstaclesAsync();
        var all = Enum.GetValues<EmailObstacle>();
        var plan = await _host.PlanAsync([.. all.Select(o => $"u-{o}")]);
        Assert.Empty(plan.Ready);
        Assert.Equal(
            ["u-CoolingDown", "u-Duplicate", "u-Incident", "u-Maintenance"],
            plan.Recipients(all.ToHashSet()).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["u-Incident"], plan.Recipients(new HashSet<EmailObstacle> { EmailObstacle.Incident }));
        Assert.True(plan.LeftOut.Take(4).All(g => g.CanBeOverridden));
    }

    [Fact]
    public async Task An_open_e_mail_cannot_be_overridden()
    {
        await _host.ObstaclesAsync();
        await _host.EmailOfAsync("u-CoolingDown", EmailState.Sending);
        var plan = await _host.PlanAsync("u-CoolingDown");
        Assert.Null(Assert.Single(plan.LeftOut).Obstacle);
        Assert.Empty(plan.Recipients(Enum.GetValues<EmailObstacle>().ToHashSet()));
    }

    [Fact]
    public async Task Only_fifty_names_are_kept()
    {
        var plan = await _host.PlanAsync([.. Enumerable.Range(0, 60).Select(i => $"stranger-{i}")]);
        var group = Assert.Single(plan.LeftOut);
        Assert.Equal((60, 50), (group.Count, group.Named.Count));
    }

    [Fact]
    public async Task A_repeated_user_is_evaluated_once()
    {
        await _host.PersonAsync("zoe");
        Assert.Equal(["zoe"], (await _host.PlanAsync("zoe", "zoe")).Ready);
    }

    [Fact]
    public async Task Planning_stops_at_the_limit_of_a_batch()
    {
        var asked = 0;
        var audience = SendingHost.Audience() with { UserIds = _ => Endless().ToAsyncEnumerable() };
        var plan = await _host.Planner().PlanAsync(audience, _ => { }, Token);
        Assert.True(plan.IsTooLarge);
        Assert.InRange(asked, SendPlan.MaxUsers, SendPlan.MaxUsers + 500);
        await Assert.ThrowsAsync<ArgumentException>(() => _host.SendAsync(plan));

        IEnumerable<string> Endless()
        {
            while (true)
                yield return $"stranger-{asked++}";
        }
    }

    [Fact]
    public async Task Progress_is_reported_per_page()
    {
        List<int> told = [];
        await _host
            .Planner()
            .PlanAsync(
                SendingHost.Audience([.. Enumerable.Range(0, 1200).Select(i => $"stranger-{i}")]),
                told.Add,
                Token
            );
        Assert.Equal([500, 1000, 1200], told);
    }

    [Fact]
    public Task Only_admins_plan() =>
        Assert.ThrowsAsync<AccessDeniedException>(() =>
            _host.Planner(Role.Support).PlanAsync(SendingHost.Audience(), _ => { }, Token)
        );
}
