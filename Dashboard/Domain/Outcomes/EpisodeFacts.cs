using Dashboard.Domain.Connections;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Domain.Outcomes;

/// <summary>How customers of an episode were contacted.</summary>
[Flags]
public enum Contacts
{
    None = 0,

    /// <summary>An operator copied a link.</summary>
    Copy = 1,

    /// <summary>A program made a link.</summary>
    Api = 2,
    Email = 4,

    /// <summary>An operator made a 5-minute portal link.</summary>
    Portal = 8,
}

/// <summary>
/// One episode as the figures see it. Steps are whole seconds since the break, null while they have not happened; what is not
/// known at the moment of the figures is left out.
/// </summary>
/// <param name="Lasted">Seconds until the end; of an open episode, until the moment of the figures.</param>
/// <param name="Outcome">Null while it is open.</param>
public sealed record EpisodeFacts(
    string ConnectionId,
    DateTimeOffset StartedAt,
    int Lasted,
    EpisodeOutcome? Outcome
)
{
    public string? BrokerageId { get; init; }

    /// <summary>When the break was received or found by a check.</summary>
    public int? Known { get; init; }

    /// <summary>The first thing that was done for the customer.</summary>
    public int? Contacted { get; init; }

    /// <summary>When a person first opened a link; a mail scanner does not count.</summary>
    public int? Opened { get; init; }

    /// <summary>When the portal was first started.</summary>
    public int? Started { get; init; }

    /// <summary>When the customer first came back from the portal.</summary>
    public int? Returned { get; init; }
    public Contacts Contacts { get; init; }

    /// <summary>The origin of the last link that was started; null without a start.</summary>
    public LinkOrigin? Channel { get; init; }

    /// <summary>Who made that link.</summary>
    public string? Operator { get; init; }

    /// <summary>Whether the customer probably connected again instead of repairing; see <see cref="Duplicate"/>.</summary>
    public bool IsConnectedAgain { get; init; }

    /// <summary>The different errors of its attempts.</summary>
    public IReadOnlyList<PortalError> Errors { get; init; } = [];

    public bool IsOpen => Outcome is null;
    public bool IsRepaired => Outcome == EpisodeOutcome.Repaired;

    /// <summary>Whether it was repaired after one of its links was started.</summary>
    public bool IsRepairedByUs => IsRepaired && Started is not null;

    /// <summary>Whether the customer was contacted in this way.</summary>
    public bool IsContactedBy(LinkOrigin channel) =>
        Contacts.HasFlag(
            channel switch
            {
                LinkOrigin.Copy => Contacts.Copy,
                LinkOrigin.Api => Contacts.Api,
                _ => Contacts.Email,
            }
        );

    /// <summary>Whether nothing was done for the customer: later steps show that something was.</summary>
    public bool IsNeverContacted => (Contacted ?? Opened ?? Started ?? Returned) is null;

    /// <summary>When a step was reached; null when it was not.</summary>
    /// <remarks>A later step shows that the ones before it were reached: a portal is not started from a link nobody opened.</remarks>
    public int? At(OutcomeStep step) =>
        step switch
        {
            OutcomeStep.Broke => 0,
            OutcomeStep.Known => Known,
            OutcomeStep.Contacted => Earliest(Contacted, At(OutcomeStep.Opened)),
            OutcomeStep.Opened => Earliest(Opened, At(OutcomeStep.Started)),
            OutcomeStep.Started => Earliest(Started, Returned),
            OutcomeStep.Returned => Returned ?? (IsRepairedByUs ? Lasted : null),
            _ => IsRepaired ? Lasted : null,
        };

    private static int? Earliest(int? step, int? later) => step is null || later < step ? later : step;
}
