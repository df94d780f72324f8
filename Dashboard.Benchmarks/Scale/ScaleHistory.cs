using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Simulator.Generation;
using Dashboard.Simulator.State;

namespace Dashboard.Benchmarks.Scale;

/// <summary>Lives the connections day by day and projects their events with the product's own rules.</summary>
internal sealed class ScaleHistory(
    ScaleSettings settings,
    Dice dice,
    IReadOnlyList<ScaleUser> users,
    IReadOnlyList<ScaleLife> lives,
    ScaleEvents events,
    ScaleCalendar calendar,
    ScaleContacts contacts
)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly List<int> _present = [];
    private long _told;

    /// <summary>Ended episodes that are not yet written.</summary>
    public List<Episode> Ended { get; } = [];

    public void Plan()
    {
        for (var i = 0; i < users.Count; i++)
            calendar.Add(new Due(users[i].RegisteredAt, DueKind.Register, i));
        for (var i = 0; i < lives.Count; i++)
            calendar.Add(new Due(lives[i].CreatedAt, DueKind.Create, i));
    }

    /// <summary>Lives one day.</summary>
    /// <returns>Its events in the order of their times, with their effects.</returns>
    /// <exception cref="InvalidOperationException">More happened than the number of events allows.</exception>
    public IEnumerable<(ConnectionEvent Event, IncomingEvent Incoming)> Live(int day)
    {
        var known = _present.Count;
        foreach (var due in calendar.DueOn(day))
            Begin(due);
        Fill(day, known);
        foreach (var planned in calendar.TakeOn(day))
            yield return (Take(planned), planned.Event);
    }

    private void Begin(Due due)
    {
        if (due.Kind == DueKind.Register)
        {
            calendar.Add(events.Registered(users[due.Index]), connection: -1);
            return;
        }
        var life = lives[due.Index];
        switch (due.Kind)
        {
            case DueKind.Create:
                Create(life, due.Index);
                break;
            case DueKind.Break:
                Break(life, due.Index, due.At);
                break;
            case DueKind.End:
                var type =
                    life.Fate == Fate.Deleted ? EventTypes.ConnectionDeleted : EventTypes.ConnectionBroken;
                calendar.Add(events.Of(life, type, due.At), due.Index);
                if (life.Fate == Fate.Abandoned)
                    contacts.Tell(life, due.Index, due.At, repairedAt: null);
                break;
        }
    }

    private void Create(ScaleLife life, int index)
    {
        life.Connection = Connection.Create(life.Id, life.User.Id, life.CreatedAt.ToMicroseconds());
        _present.Add(index);
        if (life.Fate == Fate.Unknown)
        {
            calendar.Add(events.Of(life, EventTypes.ConnectionUpdated, life.CreatedAt), index);
            return;
        }
        calendar.Add(events.Attempt(life, EventTypes.AttemptSuccess, life.CreatedAt), index);
        calendar.Add(events.Of(life, EventTypes.ConnectionAdded, life.CreatedAt.AddSeconds(2)), index);
        if (life.Fate is Fate.Abandoned or Fate.Deleted)
            calendar.Add(new Due(life.EndsAt, DueKind.End, index));
        PlanBreak(life, index, life.CreatedAt.AddMinutes(1));
    }

    private void PlanBreak(ScaleLife life, int index, DateTimeOffset from)
    {
        var at = from + dice.Exponential(settings.MeanHealthyTime / life.Brokerage.Fragility);
        if (at < life.EndsAt)
            calendar.Add(new Due(at, DueKind.Break, index));
    }

    private void Break(ScaleLife life, int index, DateTimeOffset at)
    {
        calendar.Add(events.Of(life, EventTypes.ConnectionBroken, at), index);
        var end = at + TimeSpan.FromMinutes(2) + dice.LogNormal(TimeSpan.FromHours(20), 1.2);
        // Neither a deletion nor the last break waits for a repair.
        var repairedAt = end < life.EndsAt.AddMinutes(-1) ? end : (DateTimeOffset?)null;
        contacts.Tell(life, index, at, repairedAt);
        if (dice.Chance(0.2))
            calendar.Add(events.Attempt(life, FailedAttempts.Draw(dice), dice.Between(at, end)), index);
        if (repairedAt is not { } repaired)
            return;
        calendar.Add(events.Attempt(life, EventTypes.AttemptSuccess, repaired.AddSeconds(-2)), index);
        calendar.Add(events.Of(life, EventTypes.ConnectionFixed, repaired), index);
        PlanBreak(life, index, repaired.AddMinutes(1));
    }

    // Adds other events to connections that were there before the day, until the history has its share of all events.
    private void Fill(int day, int known)
    {
        var past = (day + 1.0) / ScaleSettings.Days;
        var share = past * (0.2 + past * (0.2 + past * 0.6));
        var isLast = day == ScaleSettings.Days - 1;
        // Leaves room for chance on the last day.
        var reserve = 20 + settings.Events / 1000;
        var target = isLast ? settings.Events : (long)(settings.Events * share) - reserve;
        var start = settings.Start + day * Day;
        while (known > 0 && _told + calendar.CountOn(day) < target)
        {
            var index = _present[dice.Below(known)];
            if (lives[index].EndsAt > start + Day || lives[index].Fate != Fate.Deleted)
                calendar.Add(events.Other(lives[index], start + dice.Between(TimeSpan.Zero, Day)), index);
        }
        _told += calendar.CountOn(day);
        if (_told > settings.Events || (isLast && _told < settings.Events))
            throw new InvalidOperationException($"{_told} events came about instead of {settings.Events}.");
    }

    private ConnectionEvent Take(Planned planned)
    {
        var @event = ConnectionEvent.From(planned.Event);
        var incoming = planned.Event;
        if (EventTypes.IsAmbiguous(incoming.Type, incoming.AttemptResult))
            @event.SetEffect(EventEffect.AwaitingVerification);
        if (planned.Connection < 0)
            return @event;
        var connection = lives[planned.Connection].Connection!;
        connection.Touch(incoming);
        if (@event.ToFact() is { } fact)
            Apply(connection, fact, @event);
        connection.NextVersion();
        return @event;
    }

    /// <summary>Applies a fact that is later than all others of the connection.</summary>
    public void Apply(Connection connection, HealthFact fact, ConnectionEvent? told)
    {
        var unit = new ConnectionUnit(connection, isNew: false);
        unit.NewFacts.Add(fact);
        if (told is not null)
            unit.NewEvents.Add(fact.Id, told);
        if (!unit.CanAppend)
            throw new InvalidOperationException($"The facts of {connection.Id} are not in order.");
        unit.Append();
        Ended.AddRange(unit.EpisodesAfter.Where(e => e.EndedAt is not null));
    }
}
