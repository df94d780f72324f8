using Dashboard.Domain.Emails;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Domain.Emails;

public sealed class AddresseeTests
{
    private static readonly TimeSpan CoolDown = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Now = Some.Noon;

    private static readonly BrokenConnection Plain = new("c1", "b1", "Questrade", Now.AddDays(-2));
    private static readonly Addressee Zoe = new()
    {
        UserId = "zoe",
        Address = "zoe@example.com",
        CanReconnect = true,
        Broken = [Plain],
    };

    public static TheoryData<string, EmailObstacle> Obstacles() =>
        new()
        {
            { "repaired", EmailObstacle.Repaired },
            { "no address", EmailObstacle.NoAddress },
            { "opted out", EmailObstacle.OptedOut },
            { "suppressed", EmailObstacle.Suppressed },
            { "no secret", EmailObstacle.NoSecret },
            { "duplicate", EmailObstacle.Duplicate },
            { "incident", EmailObstacle.Incident },
            { "maintenance", EmailObstacle.Maintenance },
            { "cooling down", EmailObstacle.CoolingDown },
        };

    [Fact]
    public void A_user_with_a_broken_connection_and_no_obstacle_gets_a_message() =>
        Assert.Equal([Plain], Ask(Zoe).Listed);

    [Theory]
    [MemberData(nameof(Obstacles))]
    public void Each_obstacle_prevents_the_message_and_is_returned(string what, EmailObstacle expected) =>
        Assert.Equal(expected, Ask(With(what)).Obstacle);

    [Theory]
    [MemberData(nameof(Obstacles))]
    public void A_reason_overrides_only_obstacles_that_can_be_overridden(
        string what,
        EmailObstacle obstacle
    ) =>
        Assert.Equal(
            obstacle.CanBeOverridden() ? null : obstacle,
            Ask(With(what), isOverridden: true).Obstacle
        );

    [Fact]
    public void A_snooze_applies_to_the_policy_and_not_to_operators()
    {
        var snoozed = Zoe with { Broken = [Plain with { IsSnoozed = true }] };
        Assert.Equal(EmailObstacle.Snoozed, Ask(snoozed, isPolicy: true).Obstacle);
        Assert.Null(Ask(snoozed).Obstacle);
    }

    [Fact]
    public void A_message_lists_only_the_connections_that_can_be_repaired_now()
    {
        var held = Plain with { ConnectionId = "c2", IsHeld = true };
        var down = Plain with { ConnectionId = "c3", InMaintenance = true };
        var left = Plain with { ConnectionId = "c4", IsDuplicate = true };
        var both = Zoe with { Broken = [held, Plain, down, left] };
        Assert.Equal([Plain], Ask(both).Listed);
        Assert.Equal([held, Plain, down, left], Ask(both, isOverridden: true).Listed);
    }

    [Fact]
    public void The_cool_down_ends_to_the_second()
    {
        Assert.Equal(
            EmailObstacle.CoolingDown,
            Ask(Zoe with { Mails = [Now - CoolDown + TimeSpan.FromSeconds(1)] }).Obstacle
        );
        Assert.Null(Ask(Zoe with { Mails = [Now - CoolDown] }).Obstacle);
    }

    private static Verdict Ask(Addressee addressee, bool isPolicy = false, bool isOverridden = false) =>
        addressee.Judge(CoolDown, Now, isPolicy, isOverridden);

    private static Addressee With(string what) =>
        what switch
        {
            "repaired" => Zoe with { Broken = [] },
            "no address" => Zoe with { Address = " " },
            "opted out" => Zoe with { HasOptedOut = true },
            "suppressed" => Zoe with { IsSuppressed = true },
            "no secret" => Zoe with { CanReconnect = false },
            "duplicate" => Zoe with { Broken = [Plain with { IsDuplicate = true }] },
            "incident" => Zoe with { Broken = [Plain with { IsHeld = true }] },
            "maintenance" => Zoe with { Broken = [Plain with { InMaintenance = true }] },
            _ => Zoe with { Mails = [Now.AddHours(-1)] },
        };
}
