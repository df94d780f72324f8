namespace Dashboard.Domain.Emails;

/// <summary>
/// What the policy would have sent over a stretch of real history. Repairs are taken as they happened, without
/// its messages: with them some would have come sooner, so that the figures are rather too high than too low.
/// </summary>
public sealed class PolicySimulation
{
    private readonly SimulationHistory history;
    private readonly SendingRules rules;
    private readonly CustomerZones zones;
    private readonly int[] days;
    private readonly int[] stillBroken;
    private readonly int[] repairedBefore;
    private readonly List<DateTimeOffset> mails = [];

    // By the break's place among the customer's.
    private readonly Dictionary<int, DateTimeOffset> lastMails = [];
    private SimulationResult result = new();

    private PolicySimulation(SimulationHistory history, SendingRules rules)
    {
        (this.history, this.rules) = (history, rules);
        zones = new CustomerZones(rules.TimeZone);
        days = new int[DayOf(history.To) + 1];
        stillBroken = new int[rules.Steps.Count];
        repairedBefore = new int[rules.Steps.Count];
    }

    /// <exception cref="OperationCanceledException"/>
    public static SimulationResult Run(
        SimulationHistory history,
        SendingRules rules,
        CancellationToken cancellationToken
    )
    {
        var simulation = new PolicySimulation(history, rules);
        foreach (var customer in history.Customers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            simulation.Follow(customer);
        }
        return simulation.Sum();
    }

    private void Follow(SimulatedCustomer customer)
    {
        foreach (var one in customer.Breaks)
            Count(one, customer.CanBeWrittenTo);
        if (!customer.CanBeWrittenTo)
            return;
        mails.Clear();
        lastMails.Clear();
        WriteTo(customer);
        result = result with
        {
            Messages = result.Messages + mails.Count,
            People = result.People + (mails.Count > 0 ? 1 : 0),
            MostToOne = Math.Max(result.MostToOne, mails.Count),
        };
    }

    /// <summary>Goes from one change to the next and sends what is due in between.</summary>
    private void WriteTo(SimulatedCustomer customer)
    {
        var zone = zones.Of(customer.TimeZone);
        DateTimeOffset? next = history.From;
        while (next is { } at && at <= history.To)
        {
            var broken = BrokenAt(customer, at);
            var due = rules.NextSend([.. broken.Select(b => b.Connection)], mails, zone, history.From, at);
            next = NextChange(customer, at);
            // At the very moment of a change the change comes first: what is repaired by then is not written about.
            if (due is { } sent && sent <= history.To && !(next <= sent))
            {
                mails.Insert(0, sent);
                foreach (var (place, _) in broken.Where(b => !b.Connection.IsHeld))
                    lastMails[place] = sent;
                days[DayOf(sent)]++;
                next = sent;
            }
        }
    }

    private List<(int Place, BrokenConnection Connection)> BrokenAt(
        SimulatedCustomer customer,
        DateTimeOffset at
    )
    {
        var broken = new List<(int, BrokenConnection)>(customer.Breaks.Count);
        for (var place = 0; place < customer.Breaks.Count; place++)
        {
            var one = customer.Breaks[place];
            if (!one.Covers(at))
                continue;
            var connection = new BrokenConnection(
                "",
                one.BrokerageId,
                null,
                one.From,
                history.IsHeld(one.BrokerageId, at),
                LastMailAt: lastMails.TryGetValue(place, out var last) ? last : null
            );
            broken.Add((place, connection));
        }
        return broken;
    }

    private DateTimeOffset? NextChange(SimulatedCustomer customer, DateTimeOffset at)
    {
        DateTimeOffset? next = null;
        foreach (var one in customer.Breaks)
        {
            Consider(one.From);
            Consider(one.To);
            foreach (var hold in history.HoldsOf(one.BrokerageId))
            {
                Consider(hold.From);
                Consider(hold.To);
            }
        }
        return next;

        void Consider(DateTimeOffset? change)
        {
            if (change > at && !(next <= change))
                next = change;
        }
    }

    private void Count(SimulatedBreak one, bool canBeWrittenTo)
    {
        var isHeld = false;
        var before = DateTimeOffset.MinValue;
        for (var i = 0; i < rules.Steps.Count; i++)
        {
            var due = rules.DueAt(one.From, rules.Steps[i]);
            if (one.To > before && one.To <= due)
                repairedBefore[i]++;
            if (due <= history.To && one.Covers(due))
            {
                stillBroken[i]++;
                isHeld |= history.IsHeld(one.BrokerageId, due);
            }
            before = due;
        }
        result = result with
        {
            Breaks = result.Breaks + 1,
            HealedInGrace = result.HealedInGrace + (one.To <= one.From + rules.Grace ? 1 : 0),
            Held = result.Held + (isHeld && canBeWrittenTo ? 1 : 0),
            Unreachable = result.Unreachable + (canBeWrittenTo ? 0 : 1),
        };
    }

    private SimulationResult Sum()
    {
        var first = DateOnly.FromDateTime(history.From.UtcDateTime);
        return result with
        {
            Days = [.. days.Select((count, i) => new SimulatedDay(first.AddDays(i), count))],
            Steps =
            [
                .. rules.Steps.Select(
                    (step, i) =>
                        new SimulatedStep(
                            rules.Grace + TimeSpan.FromDays(step),
                            stillBroken[i],
                            repairedBefore[i]
                        )
                ),
            ],
        };
    }

    private int DayOf(DateTimeOffset at) => (at.UtcDateTime.Date - history.From.UtcDateTime.Date).Days;
}
