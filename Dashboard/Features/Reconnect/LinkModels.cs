using Dashboard.Domain.Reconnect;

namespace Dashboard.Features.Reconnect;

/// <summary>A link as it is shown once, when it is made: its URL can't be read again.</summary>
public sealed record CreatedLink(string Id, string ConnectionId, string Url, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the URL, which is a secret.</summary>
    public override string ToString() => $"Reconnect link {Id}";
}

/// <summary>SnapTrade's own link for a customer who is on the phone.</summary>
public sealed record DirectPortalLink(string Url, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"Portal link until {ExpiresAt:O}";
}

/// <summary>The link that would be made now.</summary>
/// <param name="FirstName">Null when the name is not known.</param>
/// <param name="Brokerage">Null while it is not known.</param>
/// <param name="Refusal">Why none can be made; null when one can.</param>
/// <param name="Trouble">What is wrong with the brokerage: a customer who is sent there now may fail; null: nothing.</param>
public sealed record LinkProspect(
    string? FirstName,
    string? Brokerage,
    LinkRefusal? Refusal,
    string? Trouble
);

/// <summary>A link that was made before, and how far the customer came with it.</summary>
public sealed record LinkSummary(ReconnectLink Link, LinkStatus Status);
