using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Domain.Events;

/// <summary>What holds for any set of facts. Few instants, so that equal times are common.</summary>
public sealed class HealthProjectionProperties
{
    private static readonly Gen<HealthFact> Facts =
        from kind in Gen.Elements(FactKind.Added, FactKind.Fixed, FactKind.Broken, FactKind.Deleted)
        from minute in Gen.Choose(0, 15)
        from before in Gen.Choose(0, 12)
        from number in Gen.Choose(0, 1)
        select new HealthFact(
            Some.Noon.AddMinutes(minute),
            kind,
            $"{kind}-{minute}-{number}",
            kind == FactKind.Broken && number == 1 ? Some.Noon.AddMinutes(minute - before) : null
        );

    private static readonly Arbitrary<HealthFact[]> Sets = Facts
        .ArrayOf()
        .Select(facts => facts.DistinctBy(f => f.Id).ToArray())
        .ToArbitrary();

    [Fact]
    public void Any_order_with_any_repeats_gives_the_same_history() =>
        Hold(facts =>
        {
            var shuffled = facts.Concat(facts.Where((_, i) => i % 3 == 0)).ToArray();
            new Random(facts.Length).Shuffle(shuffled);
            Assert.Equal(Text(Fold(facts)), Text(Fold(shuffled)));
        });

    [Fact]
    public void Taking_facts_in_one_by_one_equals_folding_them() =>
        Hold(facts =>
        {
            var state = facts
                .Order()
                .Aggregate(HealthState.Initial, (s, fact) => HealthProjection.Apply(s, fact).State);
            Assert.Equal(Fold(facts).State, state);
        });

    [Fact]
    public void Episodes_follow_each_other_and_only_the_last_is_open() =>
        Hold(facts =>
        {
            var history = Fold(facts);
            var episodes = history.Episodes;
            Assert.All(episodes, e => Assert.False(e.EndedAt < e.StartedAt));
            Assert.All(
                episodes.Zip(episodes.Skip(1)),
                p => Assert.True(p.First.EndedAt <= p.Second.StartedAt)
            );
            Assert.Equal(episodes.Count, episodes.Select(e => e.StartedAt).Distinct().Count());
            Assert.Equal(history.State.Health == Health.Disabled, episodes.Any(e => e.EndedAt is null));
            if (history.State.Health == Health.Disabled)
                Assert.Equal(history.State.Since, episodes[^1].StartedAt);
        });

    [Fact]
    public void A_fact_older_than_a_later_claim_does_not_change_the_health() =>
        Hold(facts =>
        {
            var last = new HealthFact(Some.Noon.AddHours(1), FactKind.Added, "last");
            Assert.Equal(Health.Healthy, Fold([.. facts, last]).State.Health);
        });

    [Fact]
    public void After_a_deletion_only_an_addition_changes_the_health() =>
        Hold(facts =>
        {
            var gone = new HealthFact(Some.Noon.AddMinutes(5), FactKind.Deleted, "gone");
            var kept = facts.Where(f => f.Kind != FactKind.Added || f.At <= gone.At);
            Assert.Equal(Health.Deleted, Fold([.. kept, gone]).State.Health);
        });

    [Fact]
    public void Every_fact_has_an_effect() =>
        Hold(facts =>
            Assert.Equal(
                facts.Select(f => f.Id).Order(StringComparer.Ordinal),
                Fold(facts).Effects.Keys.Order(StringComparer.Ordinal)
            )
        );

    private static HealthHistory Fold(HealthFact[] facts) => HealthProjection.Fold("c", facts);

    private static void Hold(Action<HealthFact[]> check) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Sets, check));

    private static string Text(HealthHistory history) =>
        string.Join(
            '\n',
            [
                history.State.ToString(),
                .. history.Episodes.Select(e => $"{e.StartedAt:O} {e.EndedAt:O} {e.Outcome}"),
                .. history.Effects.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => e.ToString()),
            ]
        );
}
