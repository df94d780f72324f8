using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Data.Outcomes;

/// <summary>
/// An episode while its steps are gathered, which come in any order. There may be half a million of them, so times are ticks; 0
/// stands for none.
/// </summary>
internal sealed class EpisodeDraft
{
    private readonly string _connectionId;
    private readonly string? _brokerageId;
    private readonly long _start;
    private readonly long _end;
    private readonly EpisodeOutcome? _outcome;
    private long _known,
        _contacted,
        _opened,
        _started,
        _returned,
        _lastStart;
    private StepQueries.LinkRow? _lastLink;
    private Contacts _contacts;
    private List<PortalError>? _errors;

    /// <param name="row">As it is stored.</param>
    /// <param name="brokerageId">That of the row, as one string for all episodes.</param>
    /// <param name="next">Another episode of the connection; null: there is none.</param>
    /// <param name="asOf">An end after this moment is not known.</param>
    public EpisodeDraft(
        CohortQueries.EpisodeRow row,
        string? brokerageId,
        EpisodeDraft? next,
        DateTimeOffset asOf
    )
    {
        var isEnded = row.EndedAt <= asOf;
        (_connectionId, _brokerageId, Next) = (row.ConnectionId, brokerageId, next);
        (_start, _end) = (row.StartedAt.UtcTicks, (isEnded ? row.EndedAt!.Value : asOf).UtcTicks);
        _outcome = isEnded ? row.Outcome : null;
    }

    public EpisodeDraft? Next { get; }
    public DateTimeOffset StartedAt => new(_start, TimeSpan.Zero);
    public bool IsConnectedAgain { get; set; }

    /// <summary>No later step belongs to the episode.</summary>
    public DateTimeOffset Until => new(IsOpen ? _end : _end + ReconnectLink.ClockSkew.Ticks, TimeSpan.Zero);

    private bool IsOpen => _outcome is null;

    /// <summary>Whether the connection was disabled at that time.</summary>
    public bool Covers(DateTimeOffset at) => _start <= at.UtcTicks && (IsOpen || at.UtcTicks <= _end);

    /// <summary>
    /// Whether that time may belong to the episode: steps have the time of our clock and episodes that of SnapTrade's, and the
    /// customer comes back just after the repair.
    /// </summary>
    public bool IsNear(DateTimeOffset at) =>
        _start <= at.UtcTicks + ReconnectLink.ClockSkew.Ticks
        && (IsOpen || at.UtcTicks <= _end + ReconnectLink.ClockSkew.Ticks);

    public void Add(StepQueries.StepRow step, StepQueries.LinkRow? link)
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
        new(_connectionId, StartedAt, (int)((_end - _start) / TimeSpan.TicksPerSecond), _outcome)
        {
            BrokerageId = _brokerageId,
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

    private void Contact(StepQueries.StepRow step, Contacts contact)
    {
        // After the repair it is too late, whatever the clocks.
        if (!IsOpen && step.OccurredAt.UtcTicks > _end)
            return;
        _contacts |= contact;
        Note(ref _contacted, step.OccurredAt);
    }

    private void Start(DateTimeOffset at, StepQueries.LinkRow? link)
    {
        Note(ref _started, at);
        if (_lastStart >= at.UtcTicks)
            return;
        (_lastStart, _lastLink) = (at.UtcTicks, link);
    }

    private void Fail(string? result)
    {
        if (PortalErrors.Of(result) is not { } error || _errors?.Contains(error) == true)
            return;
        (_errors ??= []).Add(error);
    }

    private static void Note(ref long first, DateTimeOffset at)
    {
        if (first == 0 || at.UtcTicks < first)
            first = at.UtcTicks;
    }

    // A step within the allowed clock skew does not come before the break or after the end.
    private int? Seconds(long at) =>
        at == 0 ? null : (int)((Math.Clamp(at, _start, _end) - _start) / TimeSpan.TicksPerSecond);
}
