using Dashboard.Text;

namespace Dashboard.Features.Reconnect.CopyLink;

internal enum CopyLinkStep
{
    Reading,
    Ready,
    Making,
    Made,

    /// <summary>The connection was repaired while the dialog was open.</summary>
    Repaired,
    Refused,
    Denied,
    Failed,
}

/// <summary>The state of the dialog for reconnect links.</summary>
internal sealed class CopyLinkState
{
    public CopyLinkStep Step { get; private set; } = CopyLinkStep.Reading;

    /// <summary>Null until it was read.</summary>
    public LinkProspect? Prospect { get; private set; }

    /// <summary>Null unless one was made and is still usable.</summary>
    public CreatedLink? Link { get; private set; }

    /// <summary>What failed; empty while nothing did.</summary>
    public string Failure { get; private set; } = "";

    public bool IsWaiting => Step is CopyLinkStep.Reading or CopyLinkStep.Making;

    /// <summary>Whether the connection can be reconnected.</summary>
    public bool OffersLink => Step is CopyLinkStep.Ready or CopyLinkStep.Making or CopyLinkStep.Made;

    public string Title =>
        Prospect switch
        {
            { FirstName: { } name, Brokerage: { } brokerage } =>
                $"Reconnect link for {Bidi.Isolate(name)}’s {Bidi.Isolate(brokerage)}",
            { FirstName: { } name } => $"Reconnect link for {Bidi.Isolate(name)}",
            { Brokerage: { } brokerage } => $"Reconnect link for {Bidi.Isolate(brokerage)}",
            _ => "Reconnect link",
        };

    public void StartReading() => Step = CopyLinkStep.Reading;

    public void StartMaking() => Step = CopyLinkStep.Making;

    /// <summary>Shows the connection as it is now.</summary>
    public void Show(LinkProspect prospect)
    {
        Prospect = prospect;
        Step = (Step, prospect.Refusal?.Reason) switch
        {
            (CopyLinkStep.Denied or CopyLinkStep.Failed, _) => Step,
            (
                CopyLinkStep.Ready
                    or CopyLinkStep.Making
                    or CopyLinkStep.Made
                    or CopyLinkStep.Repaired,
                LinkRefusalReason.AlreadyHealthy
            ) => CopyLinkStep.Repaired,
            (CopyLinkStep.Made, not LinkRefusalReason.Deleted) => CopyLinkStep.Made,
            (CopyLinkStep.Making, null) => CopyLinkStep.Making,
            (_, null) => CopyLinkStep.Ready,
            _ => CopyLinkStep.Refused,
        };
        if (Step != CopyLinkStep.Made)
            Link = null;
    }

    /// <summary>Shows the link that was made, unless a repair or a deletion has ended it meanwhile.</summary>
    public void Show(LinkResult<CreatedLink> made)
    {
        if (Step != CopyLinkStep.Making)
            return;
        var (link, refusal) = made;
        Link = link;
        if (refusal is null)
            Step = CopyLinkStep.Made;
        else
            Show(Prospect! with { Refusal = refusal });
    }

    public void Deny() => Step = CopyLinkStep.Denied;

    public void Fail(string failure) => (Step, Failure) = (CopyLinkStep.Failed, failure);
}
