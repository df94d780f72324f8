namespace Dashboard.Components;

/// <summary>Sends e-mails to customers from any screen.</summary>
public interface IEmailActions
{
    /// <summary>
    /// Opens the dialog that shows the message and its recipients, and queues e-mails on confirmation. True when e-mails
    /// were queued; the dialog explains when none can be.
    /// </summary>
    Task<bool> ShowSendAsync(EmailAudience audience);
}

/// <summary>The recipients of e-mails.</summary>
/// <param name="Words">The recipients in words, the name of the batch: "Disabled, Questrade, for more than 3 days".</param>
/// <param name="UserIds">
/// The SnapTrade user ids without duplicates, read when the dialog needs them, up to the limit of one batch.
/// </param>
/// <param name="ConnectionId">The requested connection; null for several.</param>
public sealed record EmailAudience(
    string Words,
    Func<CancellationToken, IAsyncEnumerable<string>> UserIds,
    string? ConnectionId = null
);
