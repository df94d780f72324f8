using Dashboard.Text;

namespace Dashboard.Features.Reconnect.CopyLink;

internal enum CopyLinkStep
{
    /// <summary>The connection is read and its link created.</summary>
    Creating,
    Created,

    /// <summary>The connection was repaired while the dialog was open.</summary>
    Repaired,
    Refused,

    /// <summary>What stood in the way is gone: another press creates the link.</summary>
    Ready,
    Denied,
    Failed,
}

/// <summary>The state of the dialog for reconnect links.</summary>
internal sealed class CopyLinkState
{
    public CopyLinkStep Step { get; private set; } = CopyLinkStep.Creating;

    /// <summary>Null until it was read.</summary>
    public LinkProspect? Prospect { get; private set; }

    /// <summary>Null unless one was created and is still usable.</summary>
    public CreatedLink? Link { get; private set; }

    public string Title =>
        Prospect switch
        {
            { FirstName: { } name, Brokerage: { } brokerage } =>
                $"Reconnect link for {Bidi.Isolate(name)}’s {Bidi.Isolate(brokerage)}",
            { FirstName: { } name } => $"Reconnect link for {Bidi.Isolate(name)}",
            { Brokerage: { } brokerage } => $"Reconnect link for {Bidi.Isolate(brokerage)}",
            _ => "Reconnect link",
        };

    public void Start() => Step = CopyLinkStep.Creating;

    /// <summary>Shows the connection as it is now.</summary>
    public void Show(LinkProspect prospect)
    {
        Prospect = prospect;
        Step = (Step, prospect.Refusal?.Reason) switch
        {
            (CopyLinkStep.Denied or CopyLinkStep.Failed, _) => Step,
            (
                CopyLinkStep.Created
                    or CopyLinkStep.Repaired
                    or CopyLinkStep.Ready,
                LinkRefusalReason.AlreadyHealthy
            ) => CopyLinkStep.Repaired,
            (CopyLinkStep.Created, not LinkRefusalReason.Deleted) => CopyLinkStep.Created,
            (CopyLinkStep.Creating, null) => CopyLinkStep.Creating,
            (_, null) => CopyLinkStep.Ready,
            _ => CopyLinkStep.Refused,
        };
        if (Step != CopyLinkStep.Created)
            Link = null;
    }

    /// <summary>Shows the link that was created, unless a repair or a deletion has ended it meanwhile.</summary>
    public void Show(LinkResult<CreatedLink> created)
    {
        if (Step != CopyLinkStep.Creating)
            return;
        var (link, refusal) = created;
        Link = link;
        if (refusal is null)
            Step = CopyLinkStep.Created;
        else
            Show(Prospect! with { Refusal = refusal });
    }

    public void Deny() => Step = CopyLinkStep.Denied;

    public void Fail() => Step = CopyLinkStep.Failed;
}
