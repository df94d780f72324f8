using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Data.Outcomes;

/// <summary>An episode while its steps are gathered, which come in any order.</summary>
internal sealed class EpisodeDraft(CohortQueries.EpisodeRow row, DateTimeOffset asOf)
{
    private readonly DateTimeOffset? _endedAt = row.EndedAt <= asOf ? row.EndedAt : null;
    private DateTimeOffset? _known,
        _contacted,
        _opened,
        _started,
        _returned,
        _lastStart;
    private CohortQueries.LinkRow? _lastLink;
    private Contacts _contacts;
    private List<PortalError>? _errors;

    public DateTimeOffset StartedAt => row.StartedAt;
    public bool IsConnectedAgain { get; set; }

    /// <summary>Whether the connection was disabled at that time.</summary>
    public bool Covers(DateTimeOffset at) => StartedAt <= at && !(at > _endedAt);

    /// <summary>
    /// Whether that time may belong to the episode: steps have the time of our clock and episodes that of SnapTrade's, and the
    /// customer comes back just after the repair.
    /// </summary>
    public bool IsNear(DateTimeOffset at) =>
        StartedAt <= at + ReconnectLink.ClockSkew && !(at > _endedAt + ReconnectLink.ClockSkew);

    public void Add(CohortQueries.StepRow step, CohortQueries.LinkRow? link)
    {
        switch (step.Type)
        {
            case EventTypes.ConnectionBroken:
                Note(ref _known, step.ReceivedAt);
                break;
            case EventTypes.LinkCreated:
                Contact(step, link?.Origin == LinkOrigin.Api ? Contacts.Api : Contacts.Copy);
                break;
            case EventTypes.EmailSent:
                Contact(step, Contacts.Email);
                break;
            case EventTypes.PortalLinkCreated:
                Contact(step, Contacts.Portal);
                break;
            case EventTypes.LinkOpened:
                Note(ref _opened, step.OccurredAt);
                break;
            case EventTypes.PortalStarted:
                Start(step.OccurredAt, link);
                break;
            case EventTypes.PortalReturned:
                Note(ref _returned, step.OccurredAt);
                Fail(step.Result);
                break;
            default:
                Fail(step.Result);
                break;
        }
    }

    public EpisodeFacts ToFacts() =>
        new(
            row.ConnectionId,
            StartedAt,
            Seconds(_endedAt ?? asOf)!.Value,
            _endedAt is null ? null : row.Outcome
        )
        {
            BrokerageId = row.BrokerageId,
            Known = Seconds(_known),
            Contacted = Seconds(_contacted),
            Opened = Seconds(_opened),
            Started = Seconds(_started),
            Returned = Seconds(_returned),
            Contacts = _contacts,
            Channel = _lastLink?.Origin,
            Operator = _lastLink?.CreatedBy,
            IsConnectedAgain = IsConnectedAgain,
            Errors = _errors ?? (IReadOnlyList<PortalError>)[],
        };

    private void Contact(CohortQueries.StepRow step, Contacts contact)
    {
        // After the repair it is too late, whatever the clocks.
        if (step.OccurredAt > _endedAt)
            return;
        _contacts |= contact;
        Note(ref _contacted, step.OccurredAt);
    }

    private void Start(DateTimeOffset at, CohortQueries.LinkRow? link)
    {
        Note(ref _started, at);
        if (_lastStart >= at)
            return;
        (_lastStart, _lastLink) = (at, link);
    }

    private void Fail(string? result)
    {
        if (PortalErrors.Of(result) is not { } error || _errors?.Contains(error) == true)
            return;
        (_errors ??= []).Add(error);
    }

    private static void Note(ref DateTimeOffset? first, DateTimeOffset at)
    {
        if (first is null || at < first)
            first = at;
    }

    // A step within the allowed clock skew does not come before the break or after the end.
    private int? Seconds(DateTimeOffset? at) =>
        at is not { } known
            ? null
            : (int)
                Math.Clamp((known - StartedAt).TotalSeconds, 0, ((_endedAt ?? asOf) - StartedAt).TotalSeconds);
}
