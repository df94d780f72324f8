namespace Dashboard.Domain.Emails;

/// <summary>The input of a simulation: the breaks of a period by customer, and the incidents.</summary>
public sealed class SimulationHistory
{
    private readonly Dictionary<string, List<SimulatedHold>> _holds;

    /// <param name="from">Start of the period; earlier breaks are not included.</param>
    /// <param name="to">End of the period.</param>
    /// <param name="customers">Each customer once.</param>
    /// <param name="holds">The incidents by brokerage.</param>
    public SimulationHistory(
        DateTimeOffset from,
        DateTimeOffset to,
        IReadOnlyCollection<SimulatedCustomer> customers,
        IEnumerable<SimulatedHold> holds
    )
    {
        (From, To, Customers) = (from, to, customers);
        _holds = holds
            .GroupBy(h => h.BrokerageId, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
    }

    public DateTimeOffset From { get; }
    public DateTimeOffset To { get; }
    public IReadOnlyCollection<SimulatedCustomer> Customers { get; }

    public IReadOnlyList<SimulatedHold> HoldsOf(string? brokerageId) =>
        brokerageId is not null && _holds.TryGetValue(brokerageId, out var found) ? found : [];

    public bool IsHeld(string? brokerageId, DateTimeOffset at)
    {
        foreach (var hold in HoldsOf(brokerageId))
        {
            if (hold.From <= at && !(hold.To <= at))
                return true;
        }
        return false;
    }
}

/// <param name="TimeZone">The IANA id; null when it is unknown.</param>
/// <param name="CanBeWrittenTo">Whether the customer can get e-mails today.</param>
/// <param name="Breaks">In any order.</param>
public sealed record SimulatedCustomer(
    string? TimeZone,
    bool CanBeWrittenTo,
    IReadOnlyList<SimulatedBreak> Breaks
);

/// <param name="To">When it was repaired or deleted; null while it is broken.</param>
public readonly record struct SimulatedBreak(DateTimeOffset From, DateTimeOffset? To, string? BrokerageId)
{
    public bool Covers(DateTimeOffset at) => From <= at && !(To <= at);
}

/// <param name="From">When the incident was detected.</param>
/// <param name="To">Null while it lasts.</param>
public sealed record SimulatedHold(string BrokerageId, DateTimeOffset From, DateTimeOffset? To);

public sealed record SimulationResult
{
    /// <summary>The end of the period: later breaks and repairs, and what was known of the customers later, are left out.</summary>
    public DateTimeOffset AsOf { get; init; }
    public int Breaks { get; init; }
    public int Messages { get; init; }

    /// <summary>The number of customers who would have got a message.</summary>
    public int People { get; init; }

    /// <summary>The maximum number of messages to one customer.</summary>
    public int MaxPerPerson { get; init; }

    /// <summary>Breaks that healed within the grace period.</summary>
    public int HealedInGrace { get; init; }

    /// <summary>Breaks for which a message was due during an incident of their brokerage.</summary>
    public int Held { get; init; }

    /// <summary>Breaks of customers who cannot get e-mails.</summary>
    public int Unreachable { get; init; }

    /// <summary>Each day of the period, in UTC.</summary>
    public IReadOnlyList<SimulatedDay> Days { get; init; } = [];

    /// <summary>The messages after a break, in order.</summary>
    public IReadOnlyList<SimulatedStep> Steps { get; init; } = [];
}

public sealed record SimulatedDay(DateOnly Day, int Messages);

/// <param name="After">When the step is due, since the break.</param>
/// <param name="StillBroken">Breaks that lasted until then.</param>
/// <param name="RepairedBefore">Breaks repaired by then, but not by the previous step.</param>
public sealed record SimulatedStep(TimeSpan After, int StillBroken, int RepairedBefore);
