namespace Dashboard.Domain.Emails;

/// <summary>A connection that an e-mail lists, as it was when it was sent, and its link.</summary>
public sealed class EmailItem
{
    public required string EmailId { get; init; }
    public required string ConnectionId { get; init; }
    public required string LinkId { get; init; }

    /// <summary>The name of the brokerage in the message.</summary>
    public required string BrokerageName { get; init; }
    public required DateTimeOffset BrokenSince { get; init; }

    /// <summary>Place in the message, from 0.</summary>
    public required int Position { get; init; }
}
