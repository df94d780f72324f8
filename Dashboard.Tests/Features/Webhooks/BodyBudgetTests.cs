using Dashboard.Features.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Webhooks;

public sealed class BodyBudgetTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly BodyBudget _budget;

    public BodyBudgetTests() => _budget = new BodyBudget(_time);

    [Fact]
    public void A_body_holds_what_has_arrived_of_it_and_nothing_after_its_end()
    {
        var body = _budget.Await("a");
        Assert.Equal((1, 0), (_budget.Awaited, _budget.Bytes));
        body.Hold(1000);
        body.Hold(3000);
        Assert.Equal(3000, _budget.Bytes);

        body.Dispose();

        Assert.Equal((0, 0), (_budget.Awaited, _budget.Bytes));
    }

    [Fact]
    public void The_body_awaited_longest_gives_way_to_another_of_its_address()
    {
        using var other = _budget.Await("b");
        var bodies = Many(BodyBudget.MaxAwaitedOfAddress, _ => "a");
        Assert.DoesNotContain(bodies, HasGivenWay);

        using var next = _budget.Await("a");

        Assert.True(HasGivenWay(bodies[0]));
        Assert.DoesNotContain(bodies[1..], HasGivenWay);
        Assert.False(HasGivenWay(other) || HasGivenWay(next));
        Assert.Equal(BodyBudget.MaxAwaitedOfAddress + 1, _budget.Awaited);
    }

    [Fact]
    public void An_address_holds_its_share_of_bytes_and_no_more()
    {
        using var other = _budget.Await("b");
        other.Hold(WebhookOptions.MaxBodySize);
        const int Fit = (int)(BodyBudget.MaxBytesOfAddress / WebhookOptions.MaxBodySize);
        var bodies = Many(Fit + 2, _ => "a");
        Array.ForEach(bodies, body => body.Hold(WebhookOptions.MaxBodySize));

        Assert.Equal([true, true, false], bodies[..3].Select(HasGivenWay));
        Assert.False(HasGivenWay(other));
        Assert.Equal(BodyBudget.MaxBytesOfAddress + WebhookOptions.MaxBodySize, _budget.Bytes);
    }

    [Fact]
    public void All_addresses_together_hold_no_more_than_the_limit()
    {
        const int Fit = (int)(BodyBudget.MaxBytes / WebhookOptions.MaxBodySize);
        var bodies = Many(Fit + 1, i => $"{i}");
        Array.ForEach(bodies, body => body.Hold(WebhookOptions.MaxBodySize));

        Assert.Equal([true, false], bodies[..2].Select(HasGivenWay));
        Assert.Equal(BodyBudget.MaxBytes, _budget.Bytes);

        Array.ForEach(bodies, body => body.Dispose());
        Assert.Equal((0, 0), (_budget.Awaited, _budget.Bytes));
    }

    [Fact]
    public void No_more_bodies_are_awaited_than_the_limit()
    {
        var bodies = Many(BodyBudget.MaxAwaited + 1, i => $"{i / 100}");

        Assert.Equal([true, false], bodies[..2].Select(HasGivenWay));
        Assert.Equal(BodyBudget.MaxAwaited, _budget.Awaited);
    }

    [Fact]
    public void What_gave_way_counts_for_nothing_any_more()
    {
        var bodies = Many(BodyBudget.MaxAwaitedOfAddress + 1, _ => "a");

        bodies[0].Hold(5000);
        bodies[0].Dispose();

        Assert.Equal((BodyBudget.MaxAwaitedOfAddress, 0), (_budget.Awaited, _budget.Bytes));
    }

    [Fact]
    public void A_shortage_is_known_for_a_while()
    {
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(_budget.WasShortWithin(TimeSpan.FromMinutes(1)));
        Many(BodyBudget.MaxAwaitedOfAddress + 1, _ => "a");
        Assert.True(_budget.WasShortWithin(TimeSpan.FromMinutes(1)));

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(_budget.WasShortWithin(TimeSpan.FromMinutes(1)));
    }

    private AwaitedBody[] Many(int count, Func<int, string> address) =>
        [.. Enumerable.Range(0, count).Select(i => _budget.Await(address(i)))];

    private static bool HasGivenWay(AwaitedBody body) => body.GaveWay.IsCancellationRequested;
}
