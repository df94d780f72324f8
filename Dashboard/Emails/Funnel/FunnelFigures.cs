using Dashboard.Domain.Connections;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Emails.Funnel;

/// <summary>The outcomes of links, counted.</summary>
/// <param name="Scanned">Opened by a program, likely a mail scanner.</param>
/// <param name="Opened">Opened by a person.</param>
/// <param name="LoggedIn">Returned from the portal after a successful login.</param>
/// <param name="ReturnedWithoutLogin">Returned from the portal with any other result, the last time.</param>
/// <param name="RepairedAfter">Connections repaired after the link was made, in any way.</param>
/// <param name="RepairedBy">Connections repaired by the link itself.</param>
public sealed record LinkFigures(
    int Made = 0,
    int Scanned = 0,
    int Opened = 0,
    int Started = 0,
    int LoggedIn = 0,
    int ReturnedWithoutLogin = 0,
    int RepairedAfter = 0,
    int RepairedBy = 0
)
{
    internal LinkFigures With(FunnelLink link, LinkOutcome outcome) =>
        new(
            Made + 1,
            Scanned + One(link.IsScanned),
            Opened + One(link.IsOpened),
            Started + One(link.StartedAt is not null),
            LoggedIn + One(link.LastResult == PortalOutcomes.Success),
            ReturnedWithoutLogin + One(link.LastResult is not (null or PortalOutcomes.Success)),
            RepairedAfter + One(outcome.IsRepaired),
            RepairedBy + One(outcome.IsByLink)
        );

    private static int One(bool isSo) => isSo ? 1 : 0;
}

/// <summary>The outcomes of e-mails, counted; an e-mail with several links counts once.</summary>
/// <param name="Opened">A person opened one of its links.</param>
/// <param name="Repaired">One of its links repaired its connection.</param>
public sealed record EmailFigures(int Sent, int Bounced, int Opened, int Started, int Repaired);

/// <param name="ByOrigin">Origins without a link are left out.</param>
public sealed record FunnelFigures(EmailFigures Emails, IReadOnlyDictionary<LinkOrigin, LinkFigures> ByOrigin)
{
    public LinkFigures Of(LinkOrigin origin) => ByOrigin.GetValueOrDefault(origin, new LinkFigures());
}

/// <summary>Sums up the outcomes link by link.</summary>
internal sealed class FunnelTally
{
    private readonly Dictionary<LinkOrigin, LinkFigures> _byOrigin = [];
    private readonly HashSet<string> _opened = new(StringComparer.Ordinal);
    private readonly HashSet<string> _started = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repaired = new(StringComparer.Ordinal);

    public void Add(FunnelLink link, IEnumerable<Episode> episodes)
    {
        var outcome = LinkOutcome.Of(link.Trace, episodes);
        _byOrigin[link.Origin] = _byOrigin
            .GetValueOrDefault(link.Origin, new LinkFigures())
            .With(link, outcome);
        if (link.EmailId is not { } email)
            return;
        if (link.IsOpened)
            _opened.Add(email);
        if (link.StartedAt is not null)
            _started.Add(email);
        if (outcome.IsByLink)
            _repaired.Add(email);
    }

    public FunnelFigures ToFigures(int sent, int bounced) =>
        new(new EmailFigures(sent, bounced, _opened.Count, _started.Count, _repaired.Count), _byOrigin);
}
