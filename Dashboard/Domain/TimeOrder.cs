namespace Dashboard.Domain;

/// <summary>The direction of a list that is ordered by time; its name in addresses.</summary>
public enum TimeOrder
{
    Newest,
    Oldest,
}

/// <summary>The position of a row in a list that is ordered by time, and by id within one instant.</summary>
public sealed record TimePosition(DateTimeOffset At, string Id);
