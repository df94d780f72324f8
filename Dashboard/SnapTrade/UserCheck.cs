using Dashboard.Domain.Reconciliation;

namespace Dashboard.SnapTrade;

/// <summary>The result of comparing a user's connections with SnapTrade's list.</summary>
/// <param name="Status"><see cref="VerificationStatus.Verified"/>: all were compared and recorded; otherwise none.</param>
/// <param name="Connections">How many SnapTrade has.</param>
/// <param name="Differences">What differed from the stored state.</param>
/// <param name="Error">The failed call, if any.</param>
public sealed record UserCheck(
    VerificationStatus Status,
    int Connections = 0,
    IReadOnlyList<Difference>? Differences = null,
    SnapTradeException? Error = null
)
{
    public IReadOnlyList<Difference> Differences { get; } = Differences ?? [];
}
