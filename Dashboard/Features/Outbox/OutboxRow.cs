using Dashboard.Domain;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Features.Outbox;

/// <summary>An e-mail as the outbox shows it.</summary>
/// <param name="Email">Not tracked.</param>
/// <param name="UserName">Null when it is unknown.</param>
/// <param name="UserAddress">The user's current address; the e-mail has the one it was sent to.</param>
public sealed record OutboxRow(Email Email, string? UserName, string? UserAddress)
{
    /// <summary>In the order of the message; empty until it is prepared.</summary>
    public IReadOnlyList<OutboxItem> Items { get; init; } = [];

    public string Id => Email.Id;
    public string UserDisplayName => UserName ?? Email.UserId;
    public string? Address => Email.Address ?? UserAddress;
    public OutboxPosition Position => new(new(Email.CreatedAt, Email.Id), Email.UserId);
}

/// <summary>A connection that an e-mail lists, with its link and their outcome.</summary>
/// <param name="Link">Null when it no longer exists.</param>
/// <param name="Status">The current status of the link.</param>
public sealed record OutboxItem(EmailItem Item, ReconnectLink? Link, LinkStatus? Status, LinkOutcome Outcome);

/// <summary>The position of an e-mail in each order of the outbox.</summary>
public sealed record OutboxPosition(TimePosition Created, string UserId);

/// <summary>The current load of the dispatcher.</summary>
/// <param name="Waiting">The number of e-mails that are queued or being sent.</param>
/// <param name="SentLastMinute">The number sent within the last minute.</param>
/// <param name="LastSentAt">Null when none was ever sent.</param>
public sealed record OutboxPulse(int Waiting, int SentLastMinute, DateTimeOffset? LastSentAt);
