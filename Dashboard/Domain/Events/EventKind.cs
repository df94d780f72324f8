namespace Dashboard.Domain.Events;

/// <summary>What an event is kept for.</summary>
public enum EventKind
{
    /// <summary>Health and episodes are derived from them, also again later: they are kept forever.</summary>
    Facts,

    /// <summary>What was done to get a connection repaired, and what customers tried. Outcomes count them.</summary>
    Steps,

    /// <summary>All others, also of types that are not known yet. Only the history shows them.</summary>
    Others,
}

public static class EventKinds
{
    public static EventKind Of(string type) =>
        EventTypes.FactOf(type) is not null ? EventKind.Facts
        : EventTypes.IsOwn(type) || type == EventTypes.ConnectionAttempted ? EventKind.Steps
        : EventKind.Others;
}
