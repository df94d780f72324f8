using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Domain.Connections;

/// <summary>Tests when a snooze applies, for any events in any order. Few instants, so that equal times are common.</summary>
public sealed class TriageTests
{
    private static readonly Gen<HealthFact> Facts =
        from kind in Gen.Elements(FactKind.Added, FactKind.Fixed, FactKind.Broken, FactKind.Deleted)
        from minute in Gen.Choose(0, 20)
        select new HealthFact(Some.Noon.AddMinutes(minute), kind, $"{kind}-{minute}");

    private static readonly Arbitrary<Case> Cases = (
        from facts in Facts.ArrayOf()
        from snoozed in Gen.Choose(0, 20)
        from length in Gen.Choose(1, 20)
        from now in Gen.Choose(0, 40)
        select new Case([.. facts.DistinctBy(f => f.Id)], At(snoozed), At(snoozed + length), At(now))
    ).ToArbitrary();

    [Fact]
    public void A_snooze_applies_from_its_break_until_its_end_or_a_repair() =>
        Hold(c =>
        {
            var state = HealthProjection.Fold("c", c.Facts).State;
            if (!IsSnoozed(c, state))
                return;
            Assert.Equal(Health.Disabled, state.Health);
            Assert.True(state.Since <= c.Snoozed, "a later break is another");
            Assert.True(c.Now < c.Until, "its time is over");
        });

    [Fact]
    public void The_order_of_arrival_does_not_affect_a_snooze() =>
        Hold(c =>
        {
            var shuffled = c.Facts.ToArray();
            new Random(shuffled.Length).Shuffle(shuffled);
            Assert.Equal(
                IsSnoozed(c, HealthProjection.Fold("c", c.Facts).State),
                IsSnoozed(c, HealthProjection.Fold("c", shuffled).State)
            );
        });

    [Fact]
    public void A_repair_after_the_snooze_ends_it_even_if_it_breaks_again_at_once() =>
        Hold(c =>
        {
            var repaired = new HealthFact(c.Snoozed.AddMinutes(30), FactKind.Fixed, "repaired");
            var again = new HealthFact(c.Snoozed.AddMinutes(31), FactKind.Broken, "again");
            var facts = c.Facts.Where(f => f.Kind != FactKind.Deleted).ToList();
            Assert.False(IsSnoozed(c, HealthProjection.Fold("c", [.. facts, repaired]).State));
            Assert.False(IsSnoozed(c, HealthProjection.Fold("c", [.. facts, repaired, again]).State));
        });

    [Fact]
    public void A_break_that_turns_out_to_be_older_keeps_its_snooze() =>
        Hold(c =>
        {
            var older = new HealthFact(Some.Noon.AddMinutes(-5), FactKind.Broken, "older");
            HealthFact[] broken = [new(c.Snoozed, FactKind.Broken, "seen")];
            Assert.Equal(
                IsSnoozed(c, HealthProjection.Fold("c", broken).State),
                IsSnoozed(c, HealthProjection.Fold("c", [.. broken, older]).State)
            );
        });

    [Fact]
    public void Waking_ends_it_and_every_decision_counts()
    {
        var triage = Triage.Of("c");
        triage.Snooze(At(60), "Ana", At(0));
        Assert.True(triage.IsSnoozed(At(0), At(59)));
        Assert.False(triage.IsSnoozed(At(0), At(60)));
        triage.Wake();
        Assert.False(triage.IsSnoozed(At(0), At(1)));
        triage.Assign("id", "Bea");
        triage.Write("  ", "Bea", At(1));
        Assert.Equal((4, null, null), (triage.Version, triage.Note, triage.NoteBy));
    }

    private static bool IsSnoozed(Case c, HealthState state)
    {
        var triage = Triage.Of("c");
        triage.Snooze(c.Until, "Ana", c.Snoozed);
        return triage.IsSnoozed(state.Health == Health.Disabled ? state.Since : null, c.Now);
    }

    private static DateTimeOffset At(int minute) => Some.Noon.AddMinutes(minute);

    private static void Hold(Action<Case> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Cases, property));

    private sealed record Case(
        HealthFact[] Facts,
        DateTimeOffset Snoozed,
        DateTimeOffset Until,
        DateTimeOffset Now
    );
}
