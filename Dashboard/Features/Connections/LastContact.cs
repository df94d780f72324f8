using Dashboard.Domain.Connections;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Features.Connections;

/// <summary>How the customer was last reached since the connection broke.</summary>
public sealed record LastContact(string Words, DateTimeOffset At)
{
    /// <summary>Null for a working connection, or when the customer was not contacted.</summary>
    public static LastContact? Of(ConnectionRow row)
    {
        if (row.Health != Health.Disabled)
            return null;
        var link = row.CurrentLink;
        if (row.PortalLinkAt is { } handedOut && !(link?.CreatedAt > handedOut))
            return new("portal link", handedOut);
        return link switch
        {
            null => null,
            { EmailBouncedAt: { } bounced } => new("e-mail bounced", bounced),
            _ => new(WordsOf(link.Origin), link.CreatedAt),
        };
    }

    private static string WordsOf(LinkOrigin origin) =>
        origin switch
        {
            LinkOrigin.Email => "e-mailed",
            LinkOrigin.Api => "link created by API",
            _ => "link copied",
        };
}
