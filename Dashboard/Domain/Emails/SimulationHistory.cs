namespace Dashboard.Domain.Emails;

/// <summary>What a simulation goes by: everything that broke within a stretch of time, customer by customer.</summary>
public sealed class SimulationHistory
{
    private readonly Dictionary<string, List<SimulatedHold>> _holds;

    /// <param name="from">Nothing that broke before is in it.</param>
    /// <param name="to">What happened later is not known.</param>
    /// <param name="customers">Each once.</param>
    /// <param name="holds">When which brokerage had an incident.</param>
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

/// <param name="TimeZone">The IANA id; null when it is not known.</param>
/// <param name="CanBeWrittenTo">As things are today: an address, no opt-out, a secret that makes links.</param>
/// <param name="Breaks">What broke, in any order.</param>
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

/// <param name="From">When the incident was noticed.</param>
/// <param name="To">Null while it lasts.</param>
public sealed record SimulatedHold(string BrokerageId, DateTimeOffset From, DateTimeOffset? To);

public sealed record SimulationResult
{
    public int Breaks { get; init; }
    public int Messages { get; init; }

    /// <summary>How many customers would have got any.</summary>
    public int People { get; init; }

    /// <summary>How many messages the customer with the most would have got.</summary>
    public int MaxPerPerson { get; init; }

    /// <summary>How many breaks were over within the grace period.</summary>
    public int HealedInGrace { get; init; }

    /// <summary>How many breaks a message would have been due for while their brokerage had an incident.</summary>
    public int Held { get; init; }

    /// <summary>How many breaks are those of customers who can't be written to.</summary>
    public int Unreachable { get; init; }

    /// <summary>Every day of the stretch, in UTC.</summary>
    public IReadOnlyList<SimulatedDay> Days { get; init; } = [];

    /// <summary>The ladder.</summary>
    public IReadOnlyList<SimulatedStep> Steps { get; init; } = [];
}

public sealed record SimulatedDay(DateOnly Day, int Messages);

/// <param name="After">How long after the break the step is due.</param>
/// <param name="StillBroken">How many breaks had lasted until then.</param>
/// <param name="RepairedBefore">How many were over by then, but not by the step before.</param>
public sealed record SimulatedStep(TimeSpan After, int StillBroken, int RepairedBefore);
