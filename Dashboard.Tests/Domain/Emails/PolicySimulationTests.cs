using Dashboard.Domain.Emails;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Domain.Emails;

public sealed class PolicySimulationTests
{
    private static readonly DateTimeOffset From = Some.Noon;
    private static readonly DateTimeOffset To = From.AddDays(30);

    [Fact]
    public void A_break_that_heals_within_the_grace_period_is_counted_without_a_message()
    {
        var result = Run(Customer(Break(0, 0.5)));
        Assert.Equal((1, 1, 0, 0), (result.Breaks, result.HealedInGrace, result.Messages, result.People));
        Assert.Equal([1, 0, 0], result.Steps.Select(s => s.RepairedBefore));
    }

    [Fact]
    public void A_lasting_break_gets_a_message_for_each_step()
    {
        var result = Run(Customer(Break(0)));
        Assert.Equal((3, 1, 3), (result.Messages, result.People, result.MaxPerPerson));
        Assert.Equal(
            [From.AddHours(1), From.AddHours(73), From.AddHours(169)],
            result.Days.Where(d => d.Messages > 0).Select(d => At(d.Day))
        );
        Assert.Equal(31, result.Days.Count);
        Assert.Equal([1, 1, 1], result.Steps.Select(s => s.StillBroken));
        Assert.Equal(TimeSpan.FromHours(73), result.Steps[1].After);
    }

    [Fact]
    public void A_repair_ends_it_and_is_counted_before_the_next_step()
    {
        var result = Run(Customer(Break(0, 48)), Customer(Break(0, 100)), Customer(Break(0, 100)));
        Assert.Equal(5, result.Messages);
        Assert.Equal([0, 1, 2], result.Steps.Select(s => s.RepairedBefore));
        Assert.Equal([3, 2, 0], result.Steps.Select(s => s.StillBroken));
    }

    [Fact]
    public void A_repair_at_the_same_moment_prevents_the_message() =>
        Assert.Equal(0, Run(Customer(Break(0, 1))).Messages);

    [Fact]
    public void Two_breaks_of_one_person_share_messages() =>
        Assert.Equal(1, Run(Customer(Break(0, 20), Break(0.5, 20))).Messages);

    [Fact]
    public void Customers_who_cannot_get_e_mails_are_counted_separately()
    {
        var result = Run(Customer(Break(0)) with { CanBeWrittenTo = false }, Customer(Break(0, 20)));
        Assert.Equal((2, 1, 1), (result.Breaks, result.Unreachable, result.Messages));
    }

    [Fact]
    public void After_an_incident_only_connections_still_broken_get_a_message()
    {
        var hold = new SimulatedHold("b1", From.AddMinutes(10), From.AddHours(6));
        var result = Run([hold], Customer(Break(0, 3)), Customer(Break(0, 20)), Customer(Break(0, 20, "b2")));
        Assert.Equal((2, 2), (result.Held, result.Messages));
        // At the end of it, not before.
        var night = new SimulatedHold("b1", From.AddMinutes(10), From.AddHours(14));
        var late = Run([night], Customer(Break(0, 20)));
        Assert.Equal([0, 1], late.Days.Take(2).Select(d => d.Messages));
    }

    [Fact]
    public void A_held_connection_gets_its_own_message_later()
    {
        var hold = new SimulatedHold("b2", From.AddMinutes(10), From.AddHours(6));
        var result = Run([hold], Customer(Break(0, 48), Break(0, 48, "b2")));
        // One at one o'clock about the first; one about both when the cool-down is over.
        Assert.Equal([1, 1], result.Days.Take(2).Select(d => d.Messages));
    }

    [Fact]
    public void An_open_incident_prevents_all_messages() =>
        Assert.Equal(0, Run([new SimulatedHold("b1", From, null)], Customer(Break(0))).Messages);

    [Fact]
    public void Quiet_hours_move_a_message_to_the_customers_morning()
    {
        var quiet = SomeRules.AtAnyHour with
        {
            Window = new SendingWindow(new(12, 0), new(8, 0), SendingDays.All),
            Steps = [0],
        };
        var history = new SimulationHistory(
            From,
            To,
            [Customer(Break(0)) with { TimeZone = "Asia/Kolkata" }],
            []
        );
        var result = PolicySimulation.Run(history, quiet, Token);
        Assert.Equal([0, 1], result.Days.Take(2).Select(d => d.Messages));
    }

    [Fact]
    public void Messages_after_the_period_are_not_counted()
    {
        var result = Run(Customer(Break(29 * 24)));
        Assert.Equal(1, result.Messages);
        Assert.Equal([1, 0, 0], result.Steps.Select(s => s.StillBroken));
    }

    [Fact]
    public void A_simulation_can_be_cancelled()
    {
        var history = new SimulationHistory(From, To, [Customer(Break(0))], []);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            PolicySimulation.Run(history, SomeRules.AtAnyHour, stopped.Token)
        );
    }

    private static SimulationResult Run(params SimulatedCustomer[] customers) => Run([], customers);

    private static SimulationResult Run(SimulatedHold[] holds, params SimulatedCustomer[] customers) =>
        PolicySimulation.Run(new SimulationHistory(From, To, customers, holds), SomeRules.AtAnyHour, Token);

    private static SimulatedCustomer Customer(params SimulatedBreak[] breaks) =>
        new(null, CanBeWrittenTo: true, breaks);

    private static SimulatedBreak Break(double fromHour, double? toHour = null, string brokerageId = "b1") =>
        new(From.AddHours(fromHour), toHour is { } to ? From.AddHours(to) : null, brokerageId);

    // At one o'clock of that day, when each of them is due.
    private static DateTimeOffset At(DateOnly day) => new(day, new TimeOnly(13, 0), TimeSpan.Zero);
}
