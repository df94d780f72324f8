using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.SnapTrade;

namespace Dashboard.Features.Reconnect.Customer;

/// <summary>Checks a connection while a page waits for the result.</summary>
internal sealed partial class BoundedCheck(
    ConnectionVerifier verifier,
    TimeProvider time,
    ILogger<BoundedCheck> logger
)
{
    /// <summary>The health at SnapTrade; null when the answer takes too long or the check fails.</summary>
    public async Task<Health?> AskAsync(
        string connectionId,
        TimeSpan atMost,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var answer = await verifier.VerifyAsync(connectionId, CallPriority.Interactive, either.Token);
            return answer.Status == VerificationStatus.Verified ? answer.Health : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception) when (!Failures.IsCancellation(exception, cancellationToken))
        {
            // The page shows the state that was known before.
            LogFailed(logger, connectionId, exception);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Connection {ConnectionId} could not be checked")]
    private static partial void LogFailed(ILogger logger, string connectionId, Exception exception);
}
