using Dashboard.Domain.Reconciliation;
using Dashboard.SnapTrade;

namespace Dashboard.Features.Reconciliation.Sweep;

/// <summary>Asks about some users at the same time, within the rate budget and behind everybody who waits.</summary>
internal sealed class SweepRound(UserChecker checker)
{
    // As many as keep the budget used when SnapTrade takes two seconds to answer.
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

    // Who is told to slow down was not asked about: the user comes up again. A refused secret is no failure: the
    // user can't be asked about any more, and is counted among those.
    private static RoundResult Sum(List<UserCheck> results)
    {
        var postponed = results.Count(r => r.Error?.Kind == SnapTradeErrorKind.RateLimited);
        var answered = results.Count(r =>
            r.Status is VerificationStatus.Verified or VerificationStatus.SecretRefused
        );
        // One answer is enough to know that SnapTrade answers.
        var trouble =
            answered > 0
                ? null
                : results
                    .Find(r => r.Error is { } error && !IsAboutTheUser(error.Kind))
                    ?.Error?.Kind.ToString();
        return new(results.Count - postponed, results.Count - answered - postponed, trouble);
    }

    // SnapTrade answers, and would answer others otherwise.
    private static bool IsAboutTheUser(SnapTradeErrorKind kind) =>
        kind
            is SnapTradeErrorKind.RateLimited
                or SnapTradeErrorKind.BadRequest
                or SnapTradeErrorKind.Disabled
                or SnapTradeErrorKind.Forbidden
                or SnapTradeErrorKind.NotFound;
}
