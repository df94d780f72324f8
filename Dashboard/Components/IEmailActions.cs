namespace Dashboard.Components;

/// <summary>What a screen may do about customers who should be written to, whichever feature does it.</summary>
public interface IEmailActions
{
    /// <summary>
    /// Opens the dialog that shows the message and who gets it, and sends when it is confirmed. True when e-mails
    /// were queued; the dialog itself says when none can be.
    /// </summary>
    Task<bool> ShowSendAsync(EmailAudience audience);
}

/// <summary>The recipients of e-mails.</summary>
/// <param name="Words">In words, as the batch is called afterwards: "Disabled, Questrade, for more than 3 days".</param>
/// <param name="UserIds">
/// Their SnapTrade user ids, read when the dialog asks, each once; it stops asking after as many as one batch may
/// have.
/// </param>
/// <param name="ConnectionId">The one connection that it was asked for; null for several.</param>
public sealed record EmailAudience(
    string Words,
    Func<CancellationToken, IAsyncEnumerable<string>> UserIds,
    string? ConnectionId = null
);
