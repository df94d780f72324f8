using System.Runtime.InteropServices;
using Dashboard.Domain.Events;

namespace Dashboard.Benchmarks.Scale;

internal enum DueKind
{
    Register,
    Create,
    Break,
    End,
}

/// <summary>Something that begins at a time and adds events when its day comes.</summary>
/// <param name="Index">Of the user for <see cref="DueKind.Register"/>, otherwise of the connection.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Due(DateTimeOffset At, DueKind Kind, int Index);

/// <param name="Connection">Its index; -1 without a connection.</param>
internal readonly record struct Planned(IncomingEvent Event, int Connection);

/// <summary>
/// What happens on each day of the history. Days follow each other, and a day is written before the next one begins, so
/// that the events are stored in the order of their times, as they would have arrived, and need not fit into memory.
/// </summary>
internal sealed class ScaleCalendar(ScaleSettings settings)
{
    private readonly List<Due>?[] _due = new List<Due>?[ScaleSettings.Days];
    private readonly List<Planned>?[] _planned = new List<Planned>?[ScaleSettings.Days];

    /// <summary>Plans something; after the end of the history, nothing.</summary>
    public void Add(Due due)
    {
        if (due.At < settings.Now)
            (_due[DayOf(due.At)] ??= []).Add(due);
    }

    /// <summary>Plans an event; after the end of the history, nothing.</summary>
    public void Add(IncomingEvent planned, int connection)
    {
        if (planned.OccurredAt < settings.Now)
            (_planned[DayOf(planned.OccurredAt)] ??= []).Add(new(planned, connection));
    }

    /// <summary>What begins on a day, including what is added meanwhile.</summary>
    public IEnumerable<Due> DueOn(int day)
    {
        for (var i = 0; i < (_due[day]?.Count ?? 0); i++)
            yield return _due[day]![i];
        _due[day] = null;
    }

    /// <summary>The number of events planned for a day so far.</summary>
    public int CountOn(int day) => _planned[day]?.Count ?? 0;

    /// <summary>Takes the events of a day, in the order of their times.</summary>
    public IEnumerable<Planned> TakeOn(int day)
    {
        var planned = _planned[day] ?? [];
        _planned[day] = null;
        // Stable, so that equal times keep the order in which they were planned.
        return planned.OrderBy(p => p.Event.OccurredAt);
    }

    private int DayOf(DateTimeOffset at) =>
        Math.Clamp((int)(at - settings.Start).TotalDays, 0, ScaleSettings.Days - 1);
}
