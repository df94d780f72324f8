using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Generation;

/// <summary>Tells one connection's life: breaks, attempts, repairs, now and then a deletion or a duplicate.</summary>
internal sealed class Biographer(Dice dice, HistoryWriter history, DateTimeOffset now)
{
    /// <summary>With 3,000 connections this gives about 25 breaks a day.</summary>
    public static readonly TimeSpan MeanHealthyTime = TimeSpan.FromDays(120);

    private static readonly Dictionary<string, SimulatedBrokerage> Brokerages =
        BrokerageCatalog.All.ToDictionary(brokerage => brokerage.Id, StringComparer.Ordinal);

    /// <summary>Writes the events of <paramref name="draft"/> and returns what is left at the end.</summary>
    public IEnumerable<SimulatedAuthorization> Tell(
        SimulatedUser user,
        SimulatedAuthorization draft,
        DateTimeOffset start,
        ForcedBreak? forced
    )
    {
        var healthySince = draft.CreatedAt > start ? draft.CreatedAt : start;
        TellCreation(draft, start);
        while (NextBreak(draft, healthySince, forced) is { } brokenAt)
        {
            var stays = forced is not null && brokenAt == forced.At && forced.StaysDisabled;
            if (forced is not null && brokenAt >= forced.At)
                forced = null;
            history.Add(SimulatedEventType.Broken, draft, brokenAt);
            var ending = stays ? new Ending(EndingKind.None, now) : DrawEnding(brokenAt);
            if (!stays)
                TellFailedAttempts(draft, brokenAt, ending.At);
            switch (ending.Kind)
            {
                case EndingKind.Deleted:
                    history.Add(SimulatedEventType.Deleted, draft, ending.At);
                    return [];
                case EndingKind.ConnectedAgain:
                    return [draft with { DisabledAt = brokenAt }, TellDuplicate(user, draft, ending.At)];
                case EndingKind.None:
                    return [draft with { DisabledAt = brokenAt }];
                default:
                    history.AddAttempt(draft, SimulatedAttempt.Success, ending.At.AddSeconds(-2));
                    history.Add(SimulatedEventType.Fixed, draft, ending.At);
                    healthySince = ending.At;
                    break;
            }
        }
        return [draft];
    }

    private void TellCreation(SimulatedAuthorization connection, DateTimeOffset start)
    {
        if (connection.CreatedAt > start)
            history.AddAttempt(connection, SimulatedAttempt.Success, connection.CreatedAt.AddSeconds(-2));
        history.Add(SimulatedEventType.Added, connection, connection.CreatedAt);
    }

    private DateTimeOffset? NextBreak(
        SimulatedAuthorization connection,
        DateTimeOffset from,
        ForcedBreak? forced
    )
    {
        var mean = MeanHealthyTime / Brokerages[connection.BrokerageId].Fragility;
        var at = (from + dice.Exponential(mean)).ToMicroseconds();
        if (forced is { StaysDisabled: true })
            return forced.At;
        if (forced is not null && forced.At > from && forced.At < at)
            return forced.At;
        return at < now ? at : null;
    }

    private Ending DrawEnding(DateTimeOffset brokenAt)
    {
        var repairedAt = brokenAt + TimeSpan.FromMinutes(2) + dice.LogNormal(TimeSpan.FromHours(20), 1.2);
        var laterAt = brokenAt + dice.Between(TimeSpan.FromHours(5), TimeSpan.FromDays(6));
        var kind = dice.Below(100) switch
        {
            < 3 => EndingKind.Deleted,
            < 6 => EndingKind.ConnectedAgain,
            < 9 => EndingKind.None,
            _ => EndingKind.Fixed,
        };
        var at = (kind == EndingKind.Fixed ? repairedAt : laterAt).ToMicroseconds();
        return at < now && kind != EndingKind.None ? new Ending(kind, at) : new Ending(EndingKind.None, now);
    }

    private void TellFailedAttempts(SimulatedAuthorization connection, DateTimeOffset from, DateTimeOffset to)
    {
        while (dice.Chance(0.35))
        {
            var at = dice.Between(from, to.AddSeconds(-5)).ToMicroseconds();
            if (at > from)
                history.AddAttempt(connection, FailedAttempts.Draw(dice), at);
        }
    }

    private SimulatedAuthorization TellDuplicate(
        SimulatedUser user,
        SimulatedAuthorization broken,
        DateTimeOffset at
    )
    {
        var newer = AuthorizationFactory.Create(user, Brokerages[broken.BrokerageId], dice, at) with
        {
            Login = broken.Login,
        };
        history.AddAttempt(newer, SimulatedAttempt.Success, at.AddSeconds(-2));
        history.Add(SimulatedEventType.Added, newer, at);
        return newer;
    }

    private enum EndingKind
    {
        None,
        Fixed,
        Deleted,
        ConnectedAgain,
    }

    private sealed record Ending(EndingKind Kind, DateTimeOffset At);
}
