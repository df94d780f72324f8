using Dashboard.Domain.Connections;

namespace Dashboard.Domain.Events;

/// <summary>The state of one connection according to its facts.</summary>
public sealed record HealthState
{
    public static readonly HealthState Initial = new();

    public Health Health { get; init; } = Health.Unknown;

    /// <summary>When the current health began; null without facts.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The last applied fact, after which the next one is appended.</summary>
    public HealthFact? Last { get; init; }

    /// <summary>The last fact before the current run: a break can't have happened before it.</summary>
    public DateTimeOffset? Floor { get; init; }

    /// <summary>Whether facts with the same timestamp contradict each other, which requires a check.</summary>
    public bool IsTied { get; init; }
}

/// <summary>A fold over all facts of one connection.</summary>
public sealed record HealthHistory(
    HealthState State,
    IReadOnlyList<Episode> Episodes,
    IReadOnlyDictionary<string, EventEffect> Effects
);

/// <summary>
/// The rules that derive health from facts. Pure: the result depends only on the set of facts, because they
/// are applied in the order of <see cref="HealthFact.CompareTo"/>, whatever order they arrived in.
/// </summary>
public static class HealthProjection
{
    /// <summary>Applies a fact that is later than all previous ones.</summary>
    public static (HealthState State, EventEffect Effect) Apply(HealthState state, HealthFact fact)
    {
        var tied = state.Last is { } last && last.At == fact.At && (state.IsTied || last.Claim != fact.Claim);
        var next = state with { Last = fact, IsTied = tied };

        // A deleted connection stays deleted; only an addition brings it back.
        if (state.Health == Health.Deleted && fact.Kind is (FactKind.Fixed or FactKind.Broken))
            return (next, EventEffect.None);

        if (fact.Claim == state.Health)
            return (
                next with
                {
                    Since = Earlier(state.Since, Start(fact, state.Floor)),
                },
                EventEffect.Confirmed
            );

        var floor = state.Last?.At;
        next = next with { Health = fact.Claim, Since = Start(fact, floor), Floor = floor };
        return (next, EffectOf(state.Health, fact));
    }

    /// <summary>Applies all facts, in any order, with or without repeats.</summary>
    /// <param name="connectionId">The connection that the episodes belong to.</param>
    /// <param name="facts">Facts with ids; a fact with an id seen before is skipped.</param>
    public static HealthHistory Fold(string connectionId, IEnumerable<HealthFact> facts)
    {
        var state = HealthState.Initial;
        var effects = new Dictionary<string, EventEffect>(StringComparer.Ordinal);
        var episodes = new List<Episode>();
        foreach (var fact in facts.Order())
        {
            if (effects.ContainsKey(fact.Id))
                continue;
            var (next, effect) = Apply(state, fact);
            effects[fact.Id] = effect;
            Episode.Record(episodes, connectionId, state, next);
            state = next;
        }
        return new HealthHistory(state, episodes, effects);
    }

    private static DateTimeOffset Start(HealthFact fact, DateTimeOffset? floor)
    {
        if (
            fact.Kind != FactKind.Broken
            || fact.BrokenAt is not { } broken
            || broken > fact.At
            || OutsideTime.IsPlaceholder(broken)
        )
            return fact.At;
        return floor is { } bound && broken < bound ? bound : broken;
    }

    private static DateTimeOffset Earlier(DateTimeOffset? since, DateTimeOffset start) =>
        since is { } known && known <= start ? known : start;

    private static EventEffect EffectOf(Health before, HealthFact fact) =>
        fact.Kind switch
        {
            FactKind.Broken => EventEffect.Broke,
            FactKind.Deleted => EventEffect.Deleted,
            FactKind.Added => EventEffect.Added,
            _ => before == Health.Disabled ? EventEffect.Repaired : EventEffect.Confirmed,
        };
}
