using Dashboard.Domain.Reconciliation;
using Dashboard.SnapTrade;

namespace Dashboard.Features.Reconciliation.Sweep;

/// <summary>Checks some users concurrently, within the rate budget and at the lowest priority.</summary>
internal sealed class SweepRound(UserChecker checker)
{
    // Enough to use the budget when SnapTrade takes two seconds to answer.
    private const int AtOnce = 8;

    public async Task<RoundResult> RunAsync(
        SweepPass pass,
        IReadOnlyCollection<string> userIds,
        CancellationToken cancellationToken
    )
    {
        var results = new List<UserCheck>(userIds.Count);
        await Parallel.ForEachAsync(
            userIds,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (userId, token) =>
            {
                var result = await checker.CheckAsync(userId, CallPriority.Background, token, pass);
                lock (results)
                    results.Add(result);
            }
        );
        return Sum(results);
    }

    // A user who was throttled, or refused for our keys, was not checked and comes up again. A refused secret is no failure: the
    // user can't be checked any more and is counted as such.
    private static RoundResult Sum(List<UserCheck> results)
    {
        var postponed = results.Count(r =>
            r.Error?.Kind is SnapTradeErrorKind.RateLimited or SnapTradeErrorKind.ForeignKeys
        );
        var answered = results.Count(r =>
            r.Status is VerificationStatus.Verified or VerificationStatus.SecretRefused
        );
        // One answer proves that SnapTrade answers.
        var trouble =
            answered > 0
                ? null
                : results
                    .Find(r => r.Error is { } error && !IsAboutTheUser(error.Kind))
                    ?.Error?.Kind.ToString();
        return new(results.Count - postponed, results.Count - answered - postponed, trouble);
    }

    // Errors about one user: SnapTrade answers, and other users may succeed.
    private static bool IsAboutTheUser(SnapTradeErrorKind kind) =>
        kind
            is SnapTradeErrorKind.RateLimited
                or SnapTradeErrorKind.BadRequest
                or SnapTradeErrorKind.Disabled
                or SnapTradeErrorKind.Forbidden
                or SnapTradeErrorKind.NotFound;
}
