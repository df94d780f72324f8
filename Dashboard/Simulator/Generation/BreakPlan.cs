using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Generation;

/// <summary>
/// The breaks that chance alone would not give: a known customer's, some of the last hour, and an
/// incident at one brokerage five days ago.
/// </summary>
internal sealed class BreakPlan(DateTimeOffset now, DateTimeOffset start, IReadOnlyList<TimeSpan> fresh)
{
    private const string IncidentSlug = "ROBINHOOD";
    private const int IncidentSize = 60;

    private static readonly string IncidentBrokerageId = BrokerageCatalog
        .All.Single(brokerage => brokerage.Slug == IncidentSlug)
        .Id;

    private readonly DateTimeOffset _incidentAt = now.AddDays(-5).AddHours(-3);
    private int _freshUsed;
    private int _incidentUsed;
    private bool _knownUsed;

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
        if (draft.BrokerageId != IncidentBrokerageId && _freshUsed < fresh.Count)
            return new ForcedBreak(now - fresh[_freshUsed++], StaysDisabled: true);
        return null;
    }
}

/// <summary>A break that happens at a given time, whatever chance says.</summary>
internal sealed record ForcedBreak(DateTimeOffset At, bool StaysDisabled);
