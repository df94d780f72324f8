using Dashboard.Domain.Emails;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Domain.Emails;

public sealed class SendingRulesTests
{
    // A Friday.
    private static readonly DateTimeOffset Broke = Some.Noon;
    private static readonly SendingRules Rules = SomeRules.AtAnyHour;

    [Fact]
    public void The_first_message_is_due_once_the_grace_period_is_over() =>
        Assert.Equal(Broke.AddHours(1), Next(from: Broke));

    [Fact]
    public void A_message_that_is_overdue_is_due_at_once() =>
        Assert.Equal(Broke.AddDays(2), Next(from: Broke.AddDays(2)));

    [Fact]
    public void After_a_message_the_next_step_counts_from_the_break() =>
        Assert.Equal(Broke.AddHours(1).AddDays(3), Next(mails: [Broke.AddHours(5)]));

    [Fact]
    public void Missed_steps_are_combined_into_one_message()
    {
        var late = Broke.AddDays(5);
        Assert.Equal(late, Next(from: late));
        Assert.Equal(Broke.AddHours(1).AddDays(7), Next(mails: [late], from: late));
    }

    [Fact]
    public void After_the_last_step_nothing_is_due() =>
        Assert.Null(Next(mails: [Broke.AddHours(1).AddDays(7)], from: Broke.AddDays(300)));

    [Fact]
    public void A_message_before_a_step_is_due_does_not_complete_it() =>
        Assert.Equal(Broke.AddMinutes(30).AddDays(1), Next(mails: [Broke.AddMinutes(30)]));

    [Fact]
    public void The_cool_down_after_an_operators_message_applies()
    {
        var other = Broke.AddHours(1).AddDays(3).AddMinutes(-10);
        Assert.Equal(other.AddDays(1), Next(mails: [other]));
    }

    [Fact]
    public void The_weekly_limit_counts_any_seven_days()
    {
        // Two went out already, the older one on the Monday before.
        DateTimeOffset[] mails = [Broke.AddDays(-1), Broke.AddDays(-4)];
        Assert.Equal(Broke.AddDays(3), Next(mails: mails));
    }

    [Fact]
    public void Quiet_hours_and_days_follow_the_customers_time_zone()
    {
        var rules = Rules with { Window = new SendingWindow(new(20, 0), new(8, 0), SendingDays.Weekdays) };
        var evening = Broke.AddHours(12);
        Assert.Equal(
            new DateTimeOffset(2026, 11, 23, 2, 30, 0, TimeSpan.Zero),
            Next(rules, zone: "Asia/Kolkata", from: evening)
        );
        Assert.Equal(
            new DateTimeOffset(2026, 11, 23, 11, 0, 0, TimeSpan.Zero),
            Next(rules, zone: "America/Sao_Paulo", from: evening)
        );
    }

    [Fact]
    public void Held_and_snoozed_connections_do_not_count()
    {
        Assert.Null(Next(connection: Broken() with { IsHeld = true }));
        Assert.Null(Next(connection: Broken() with { InMaintenance = true }));
        Assert.Null(Next(connection: Broken() with { IsDuplicate = true }));
        Assert.Null(Next(connection: Broken() with { IsSnoozed = true }));
    }

    [Fact]
    public void A_break_from_before_it_was_switched_on_does_not_count()
    {
        Assert.Null(Next(onSince: Broke.AddSeconds(1)));
        Assert.NotNull(Next(onSince: Broke));
    }

    [Fact]
    public void A_second_break_has_its_own_steps()
    {
        var second = Broke.AddDays(8);
        var next = Rules.NextSend(
            [Broken() with { LastMailAt = Broke.AddDays(7.5) }, Broken() with { Since = second }],
            [Broke.AddDays(7.5)],
            TimeZoneInfo.Utc,
            Broke,
            from: second
        );
        // The ladder of the first is at its end; that of the second waits for the cool-down.
        Assert.Equal(Broke.AddDays(8.5), next);
    }

    [Fact]
    public void A_connection_that_was_left_out_is_due_after_the_cool_down()
    {
        // It was held while the other was written about, and is not any more.
        var sent = Broke.AddHours(1);
        var next = Rules.NextSend(
            [Broken() with { LastMailAt = sent }, Broken() with { ConnectionId = "c2" }],
            [sent],
            TimeZoneInfo.Utc,
            Broke,
            from: sent.AddHours(2)
        );
        Assert.Equal(sent.AddDays(1), next);
    }

    [Fact]
    public void Rules_are_unchanged_after_being_stored()
    {
        var policy = new EmailPolicy();
        policy.Take(Rules);
        var read = SendingRules.Of(policy);
        Assert.Equal(Rules.StepsText, read.StepsText);
        Assert.Equal(Rules with { Steps = read.Steps }, read);
    }

    [Fact]
    public void An_unknown_zone_is_replaced_by_the_default_and_then_by_UTC()
    {
        var zones = new CustomerZones("Asia/Kolkata");
        Assert.Equal("America/Toronto", zones.Of("America/Toronto").Id);
        Assert.Equal("Asia/Kolkata", zones.Of("Mars/Olympus").Id);
        Assert.Equal("Asia/Kolkata", zones.Of(null).Id);
        Assert.Equal(TimeZoneInfo.Utc, new CustomerZones("Mars/Olympus").Of(null));
    }

    private static BrokenConnection Broken() => new("c1", "b1", "Questrade", Broke);

    private static DateTimeOffset? Next(
        SendingRules? rules = null,
        BrokenConnection? connection = null,
        DateTimeOffset[]? mails = null,
        string zone = "Etc/UTC",
        DateTimeOffset? onSince = null,
        DateTimeOffset? from = null
    ) =>
        (rules ?? Rules).NextSend(
            [(connection ?? Broken()) with { LastMailAt = mails is [var last, ..] ? last : null }],
            mails ?? [],
            TimeZoneInfo.FindSystemTimeZoneById(zone),
            onSince ?? Broke,
            from ?? Broke
        );
}

/// <summary>Rules that tests begin with.</summary>
internal static class SomeRules
{
    /// <summary>After an hour, three and seven days, at any hour of any day, twice a week, a day apart.</summary>
    public static readonly SendingRules AtAnyHour = new()
    {
        Grace = TimeSpan.FromHours(1),
        Steps = [0, 3, 7],
        Window = new SendingWindow(default, default, SendingDays.All),
        MaxPerWeek = 2,
        CoolDown = TimeSpan.FromDays(1),
        TimeZone = "Etc/UTC",
    };
}
