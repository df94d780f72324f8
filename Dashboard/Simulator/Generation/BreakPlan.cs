using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Generation;

/// <summary>
/// The breaks that chance alone would not give: a known customer's, some of the last hour, an incident at one brokerage
/// five days ago, and in a large world one that has just begun.
/// </summary>
internal sealed class BreakPlan(
    DateTimeOffset now,
    DateTimeOffset start,
    IReadOnlyList<TimeSpan> fresh,
    int connections
)
{
    // In a small world no brokerage has enough connections for an outage.
    private const int LargeWorld = 1000;
    private const int OutageSize = 16;

    private const string IncidentSlug = "ROBINHOOD";
    private const int IncidentSize = 60;

    /// <summary>The brokerage that has an outage when the world is generated.</summary>
    public const string OutageSlug = "ETRADE";

    private static readonly string IncidentBrokerageId = IdOf(IncidentSlug);
    private static readonly string OutageBrokerageId = IdOf(OutageSlug);

    private readonly DateTimeOffset _incidentAt = now.AddDays(-5).AddHours(-3);
    private readonly bool _hasOutage = connections >= LargeWorld;
    private int _outageUsed;
    private int _freshUsed;
    private int _incidentUsed;
    private bool _knownUsed;

    private static string IdOf(string slug) =>
        BrokerageCatalog.All.Single(brokerage => brokerage.Slug == slug).Id;

    public ForcedBreak? ForcedBreak(SimulatedAuthorization draft)
    {
        if (!_knownUsed && draft.UserId == UserGenerator.KnownUserId)
        {
            _knownUsed = true;
            return new ForcedBreak(now.AddDays(-3).AddHours(-4), StaysDisabled: true);
        }
        if (draft.CreatedAt > start)
            return null;
        if (draft.BrokerageId == IncidentBrokerageId && _incidentAt > start && _incidentUsed < IncidentSize)
            return new ForcedBreak(_incidentAt.AddSeconds(_incidentUsed++ * 22), StaysDisabled: false);
        if (_hasOutage && draft.BrokerageId == OutageBrokerageId)
            return _outageUsed < OutageSize
                ? new ForcedBreak(now.AddMinutes(-12).AddSeconds(_outageUsed++ * 40), StaysDisabled: true)
                : null;
        if (draft.BrokerageId != IncidentBrokerageId && _freshUsed < fresh.Count)
            return new ForcedBreak(now - fresh[_freshUsed++], StaysDisabled: true);
        return null;
    }
}

/// <summary>A break that happens at a given time, whatever chance says.</summary>
internal sealed record ForcedBreak(DateTimeOffset At, bool StaysDisabled);
