using Dashboard.Domain.Connections;

namespace Dashboard.Domain.Reconnect;

/// <summary>The purpose of a reconnect link.</summary>
public enum LinkOrigin
{
    Copy = 1,
    Api = 2,
    Email = 3,
}

/// <summary>The state of a reconnect link.</summary>
public enum LinkStatus
{
    /// <summary>Opens the reconnect page and starts the portal.</summary>
    Active = 1,
    Expired = 2,
    Revoked = 3,

    /// <summary>The connection works, or worked since the link was made.</summary>
    Repaired = 4,

    /// <summary>The connection no longer exists.</summary>
    ConnectionDeleted = 5,
}

/// <summary>
/// Our long-lived, revocable URL <c>/r/{token}</c> for one connection. The token itself is never stored:
/// read access to the database is not enough to use a link.
/// </summary>
public sealed class ReconnectLink
{
    /// <summary>How far the clocks may differ: episodes go by SnapTrade's and links by ours.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Who revokes the links of e-mails that the mail server refused: they reached nobody.</summary>
    public const string Delivery = "Delivery";

    private ReconnectLink() { }

    public string Id { get; private set; } = "";

    /// <summary>SHA-256 of the token, lower-case hex.</summary>
    public string TokenHash { get; private set; } = "";
    public string ConnectionId { get; private set; } = "";
    public string UserId { get; private set; } = "";
    public LinkOrigin Origin { get; private set; }

    /// <summary>The e-mail that carries it.</summary>
    public string? EmailId { get; private set; }
    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }
    public string? RevokedBy { get; private set; }
    public DateTimeOffset? FirstOpenedAt { get; private set; }

    /// <summary>When a program, likely a mail scanner, first opened it.</summary>
    public DateTimeOffset? FirstScannedAt { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? ReturnedAt { get; private set; }

    /// <summary>The portal's last answer: <c>SUCCESS</c>, <c>ABANDONED</c> or an error code such as <c>1023</c>.</summary>
    public string? LastResult { get; private set; }

    /// <summary>From when on, by our clock, what was done may be about a break. Queries can compute it.</summary>
    /// <param name="brokenAt">When the connection broke, by SnapTrade's clock.</param>
    public static DateTimeOffset EarliestFor(DateTimeOffset brokenAt) => brokenAt - ClockSkew;

    public static ReconnectLink Create(
        string tokenHash,
        Connection connection,
        LinkOrigin origin,
        string createdBy,
        DateTimeOffset now,
        TimeSpan lifetime,
        string? emailId = null
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            TokenHash = tokenHash,
            ConnectionId = connection.Id,
            UserId = connection.UserId,
            Origin = origin,
            EmailId = emailId,
            CreatedBy = createdBy,
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        };

    /// <summary>The current state of the link.</summary>
    /// <param name="health">The connection's health.</param>
    /// <param name="repairedSince">See <see cref="IsRepairedSince"/>.</param>
    /// <param name="now">Our clock.</param>
    public LinkStatus StatusAt(Health health, bool repairedSince, DateTimeOffset now) =>
        this switch
        {
            { RevokedAt: not null } => LinkStatus.Revoked,
            _ when health == Health.Deleted => LinkStatus.ConnectionDeleted,
            _ when health == Health.Healthy || repairedSince => LinkStatus.Repaired,
            _ when ExpiresAt <= now => LinkStatus.Expired,
            _ => LinkStatus.Active,
        };

    /// <summary>
    /// Whether the episode for which the link was made has ended, by repair or deletion: a later break must not reactivate
    /// the link.
    /// </summary>
    /// <param name="lastEnd">When the connection's latest ended episode ended, by SnapTrade's clock.</param>
    /// <param name="runSince">Since when the connection is as it is now, by SnapTrade's clock.</param>
    public bool IsRepairedSince(DateTimeOffset? lastEnd, DateTimeOffset runSince) =>
        lastEnd > CreatedAt || (lastEnd > CreatedAt - ClockSkew && runSince > CreatedAt);

    public void Revoke(string by, DateTimeOffset now) =>
        (RevokedAt, RevokedBy) = (RevokedAt ?? now, RevokedBy ?? by);

    /// <summary>True for the first time only.</summary>
    public bool Open(DateTimeOffset now)
    {
        if (FirstOpenedAt is not null)
            return false;
        FirstOpenedAt = now;
        return true;
    }

    /// <summary>True for the first time only.</summary>
    public bool Scan(DateTimeOffset now)
    {
        if (FirstScannedAt is not null)
            return false;
        FirstScannedAt = now;
        return true;
    }

    public void Start(DateTimeOffset now) => StartedAt = now;

    public void Return(string result, DateTimeOffset now) => (ReturnedAt, LastResult) = (now, result);
}
