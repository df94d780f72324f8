using Dashboard.Domain;
using Dashboard.SnapTrade;

namespace Dashboard.Features.Reconnect.Customer;

/// <summary>Checks a connection while somebody waits in front of a page.</summary>
internal sealed class BoundedCheck(ConnectionVerifier verifier, TimeProvider time)
{
    /// <summary>What SnapTrade says; null when it does not say it in time.</summary>
    public async Task<Health?> AskAsync(
        string connectionId,
        TimeSpan atMost,
        CancellationToken cancellationToken
    )
    {
        using var patience = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var answer = await verifier.VerifyAsync(connectionId, CallPriority.Interactive, either.Token);
            return answer.Status == VerificationStatus.Verified ? answer.Health : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
