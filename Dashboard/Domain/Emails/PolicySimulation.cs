namespace Dashboard.Domain.Emails;

/// <summary>
/// Computes what the policy would have sent over a period of real history. Repairs are taken as they happened; messages
/// would have caused earlier repairs, so the figures are an upper estimate.
/// </summary>
public sealed class PolicySimulation
{
    private readonly SimulationHistory _history;
    private readonly SendingRules _rules;
    private readonly CustomerZones _zones;
    private readonly int[] _days;
    private readonly int[] _stillBroken;
    private readonly int[] _repairedBefore;
    private readonly List<DateTimeOffset> _mails = [];

    // By the index of the break among the customer's.
    private readonly Dictionary<int, DateTimeOffset> _lastMails = [];

    // The connections that are broken at a time, and the indexes of their breaks.
    private readonly List<BrokenConnection> _broken = [];
    private readonly List<int> _places = [];
    private int _messages,
        _people,
        _maxPerPerson,
        _breaks,
        _healed,
        _held,
        _unreachable;

    private PolicySimulation(SimulationHistory history, SendingRules rules)
    {
        (_history, _rules) = (history, rules);
        _zones = new CustomerZones(rules.TimeZone);
        _days = new int[DayOf(history.To) + 1];
        _stillBroken = new int[rules.Steps.Count];
        _repairedBefore = new int[rules.Steps.Count];
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
        _mails.Clear();
        _lastMails.Clear();
        WriteTo(customer);
        _messages += _mails.Count;
        _people += _mails.Count > 0 ? 1 : 0;
        _maxPerPerson = Math.Max(_maxPerPerson, _mails.Count);
    }

    /// <summary>Steps from one change to the next and sends what is due between them.</summary>
    private void WriteTo(SimulatedCustomer customer)
    {
        var zone = _zones.Of(customer.TimeZone);
        DateTimeOffset? next = _history.From;
        while (next is { } at && at <= _history.To)
        {
            FindBroken(customer, at);
            var due = _rules.NextSend(_broken, _mails, zone, _history.From, at);
            next = NextChange(customer, at);
            // A change at the same moment comes first: a repaired connection gets no message.
            if (due is { } sent && sent <= _history.To && !(next <= sent))
            {
                _mails.Insert(0, sent);
                for (var i = 0; i < _broken.Count; i++)
                {
                    if (!_broken[i].IsHeld)
                        _lastMails[_places[i]] = sent;
                }
                _days[DayOf(sent)]++;
                next = sent;
            }
        }
    }

    private void FindBroken(SimulatedCustomer customer, DateTimeOffset at)
    {
        _broken.Clear();
        _places.Clear();
        for (var place = 0; place < customer.Breaks.Count; place++)
        {
            var one = customer.Breaks[place];
            if (!one.Covers(at))
                continue;
            _places.Add(place);
            _broken.Add(
                new BrokenConnection(
                    "",
                    one.BrokerageId,
                    null,
                    one.From,
                    _history.IsHeld(one.BrokerageId, at),
                    LastMailAt: _lastMails.TryGetValue(place, out var last) ? last : null
                )
            );
        }
    }

    private DateTimeOffset? NextChange(SimulatedCustomer customer, DateTimeOffset at)
    {
        DateTimeOffset? next = null;
        foreach (var one in customer.Breaks)
        {
            Consider(one.From);
            Consider(one.To);
            foreach (var hold in _history.HoldsOf(one.BrokerageId))
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
        for (var i = 0; i < _rules.Steps.Count; i++)
        {
            var due = _rules.DueAt(one.From, _rules.Steps[i]);
            if (one.To > before && one.To <= due)
                _repairedBefore[i]++;
            if (due <= _history.To && one.Covers(due))
            {
                _stillBroken[i]++;
                isHeld |= _history.IsHeld(one.BrokerageId, due);
            }
            before = due;
        }
        _breaks++;
        _healed += one.To <= one.From + _rules.Grace ? 1 : 0;
        _held += isHeld && canBeWrittenTo ? 1 : 0;
        _unreachable += canBeWrittenTo ? 0 : 1;
    }

    private SimulationResult Sum()
    {
        var first = DateOnly.FromDateTime(_history.From.UtcDateTime);
        return new SimulationResult
        {
            AsOf = _history.To,
            Breaks = _breaks,
            Messages = _messages,
            People = _people,
            MaxPerPerson = _maxPerPerson,
            HealedInGrace = _healed,
            Held = _held,
            Unreachable = _unreachable,
            Days = [.. _days.Select((count, i) => new SimulatedDay(first.AddDays(i), count))],
            Steps =
            [
                .. _rules.Steps.Select(
                    (step, i) =>
                        new SimulatedStep(
                            _rules.Grace + TimeSpan.FromDays(step),
                            _stillBroken[i],
                            _repairedBefore[i]
                        )
                ),
            ],
        };
    }

    private int DayOf(DateTimeOffset at) => (at.UtcDateTime.Date - _history.From.UtcDateTime.Date).Days;
}
