using Dashboard.SnapTrade;

namespace Dashboard.SnapTradeSdk;

/// <summary>A call, and the SDK's operation that makes it.</summary>
/// <param name="Call">Describes the call for the checks before it, for errors and for the log.</param>
/// <param name="Operation">Completes with status 0 when the call was cancelled or got no answer.</param>
internal sealed record SdkRequest(
    SnapTradeCall Call,
    Func<Net.Snaptrade, CancellationToken, Task<Net.IApiResponse>> Operation
);
