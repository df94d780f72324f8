using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Features.Outbox;

/// <summary>An e-mail as the outbox shows it.</summary>
/// <param name="Email">Not tracked.</param>
/// <param name="UserName">Null when it is not known.</param>
/// <param name="UserAddress">The user's address now; the e-mail has the one it went to.</param>
public sealed record OutboxRow(Email Email, string? UserName, string? UserAddress)
{
    /// <summary>In the order of the message; empty until it was written.</summary>
    public IReadOnlyList<OutboxItem> Items { get; init; } = [];

    public string Id => Email.Id;
    public string UserDisplayName => UserName ?? Email.UserId;
    public string? Address => Email.Address ?? UserAddress;
    public OutboxPosition Position => new(Email.CreatedAt, Email.Id);
}

/// <summary>A connection that an e-mail lists, its link, and what became of both.</summary>
/// <param name="Link">Null when it was not kept.</param>
/// <param name="Status">What the link can do now.</param>
public sealed record OutboxItem(EmailItem Item, ReconnectLink? Link, LinkStatus? Status, LinkOutcome Outcome);

/// <summary>The place of an e-mail in the outbox: by when it was decided on.</summary>
public sealed record OutboxPosition(DateTimeOffset CreatedAt, string Id);

/// <param name="Rows">The latest first.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
public sealed record OutboxSlice(IReadOnlyList<OutboxRow> Rows, OutboxPosition? Next);

/// <summary>How busy the dispatcher is, whichever node does its work.</summary>
/// <param name="Waiting">How many e-mails are queued or in hand.</param>
/// <param name="SentLastMinute">How many went out within a minute.</param>
/// <param name="LastSentAt">Null when none ever did.</param>
public sealed record OutboxPulse(int Waiting, int SentLastMinute, DateTimeOffset? LastSentAt);
