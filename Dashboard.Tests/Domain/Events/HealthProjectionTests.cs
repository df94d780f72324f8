using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Domain.Events;

public sealed class HealthProjectionTests
{
    [Fact]
    public void Without_facts_nothing_is_known()
    {
        var history = HealthProjection.Fold("c", []);

        Assert.Equal(HealthState.Initial, history.State);
        Assert.Empty(history.Episodes);
    }

    [Fact]
    public void The_run_began_with_its_earliest_fact()
    {
        var history = HealthProjection.Fold("c", [At(5, FactKind.Broken), At(2, FactKind.Broken)]);

        Assert.Equal((Health.Disabled, Minute(2)), (history.State.Health, history.State.Since));
    }

    [Fact]
    public void A_known_time_of_the_break_counts_but_not_before_the_fact_before_it()
    {
        var broken = At(20, FactKind.Broken) with { BrokenAt = Minute(12) };

        Assert.Equal(Minute(12), Since(At(10, FactKind.Fixed), broken));
        Assert.Equal(Minute(15), Since(At(15, FactKind.Fixed), broken));
        Assert.Equal(Minute(20), Since(broken with { BrokenAt = Minute(21) }));
    }

    [Theory]
    [InlineData(FactKind.Fixed, Health.Deleted)]
    [InlineData(FactKind.Broken, Health.Deleted)]
    [InlineData(FactKind.Deleted, Health.Deleted)]
    [InlineData(FactKind.Added, Health.Healthy)]
    public void Deleted_yields_only_to_a_later_addition(FactKind later, Health expected)
    {
        var history = HealthProjection.Fold("c", [At(0, FactKind.Deleted), At(1, later)]);

        Assert.Equal(expected, history.State.Health);
    }

    [Fact]
    public void An_addition_of_the_same_instant_does_not_bring_a_deleted_one_back()
    {
        var history = HealthProjection.Fold("c", [At(1, FactKind.Deleted), At(1, FactKind.Added)]);

        Assert.Equal((Health.Deleted, true), (history.State.Health, history.State.IsTied));
    }

    [Theory]
    [InlineData(FactKind.Added, FactKind.Fixed, Health.Healthy, false)]
    [InlineData(FactKind.Fixed, FactKind.Broken, Health.Disabled, true)]
    [InlineData(FactKind.Added, FactKind.Broken, Health.Disabled, true)]
    [InlineData(FactKind.Broken, FactKind.Deleted, Health.Deleted, true)]
    [InlineData(FactKind.Broken, FactKind.Broken, Health.Disabled, false)]
    public void Of_two_facts_at_one_instant_the_worse_applies_until_checked(
        FactKind one,
        FactKind other,
        Health expected,
        bool tied
    )
    {
        var history = HealthProjection.Fold("c", [At(1, other, "a"), At(1, one, "b")]);

        Assert.Equal((expected, tied), (history.State.Health, history.State.IsTied));
    }

    [Fact]
    public void Each_fact_has_its_effect()
    {
        HealthFact[] facts =
        [
            At(0, FactKind.Added),
            At(1, FactKind.Broken),
            At(2, FactKind.Broken),
            At(3, FactKind.Fixed),
            At(4, FactKind.Deleted),
            At(5, FactKind.Fixed),
            At(6, FactKind.Added),
        ];

        var effects = HealthProjection.Fold("c", facts).Effects;

        Assert.Equal(
            [
                EventEffect.Added,
                EventEffect.Broke,
                EventEffect.Confirmed,
                EventEffect.Repaired,
                EventEffect.Deleted,
                EventEffect.None,
                EventEffect.Added,
            ],
            facts.Select(f => effects[f.Id])
        );
    }

    private static DateTimeOffset? Since(params HealthFact[] facts) =>
        HealthProjection.Fold("c", facts).State.Since;

    private static HealthFact At(double minute, FactKind kind, string? id = null) =>
        new(Minute(minute), kind, id ?? $"{kind}-{minute}");

    private static DateTimeOffset Minute(double minute) => Some.Noon.AddMinutes(minute);
}
