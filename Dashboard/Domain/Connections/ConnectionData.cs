using Dashboard.Domain.Events;

namespace Dashboard.Domain.Connections;

/// <summary>The part of a connection that is about its data.</summary>
public sealed partial class Connection
{
    public DateTimeOffset? LastDataAt { get; private set; }

    /// <summary>
    /// The last data before usual data stopped, or the later repair since which none came, as the last look found; null while it
    /// arrives or none is usual.
    /// </summary>
    public DateTimeOffset? SilentSince { get; private set; }

    /// <summary>How many data events arrived; they are counted, not stored.</summary>
    public long DataEvents { get; private set; }

    /// <summary>The latest days that brought data: see <see cref="Connections.DataDays"/>.</summary>
    public long DataDays { get; private set; }

    private void TouchData(IncomingEvent incoming)
    {
        DataEvents++;
        if (!incoming.DataDelivered)
            return;
        DataDays = Connections.DataDays.Add(DataDays, LastDataAt, incoming.OccurredAt);
        if (!(LastDataAt >= incoming.OccurredAt))
            (LastDataAt, SilentSince) = (incoming.OccurredAt, null);
    }
}
