using Dashboard.Data.Work;
using Dashboard.SnapTrade;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Settings.Checks;

/// <summary>Whether SnapTrade answered with our keys.</summary>
/// <param name="Trouble">Null: it answered.</param>
/// <param name="Latency">How long the answer took.</param>
/// <param name="Ahead">How far SnapTrade's clock is ahead of ours.</param>
/// <param name="Limit">Requests a minute.</param>
public sealed record SnapTradeResult(
    DateTimeOffset At,
    SnapTradeErrorKind? Trouble,
    string? Code,
    TimeSpan Latency,
    TimeSpan Ahead,
    int Limit
);

/// <summary>Asks SnapTrade something cheap that needs the keys, every few minutes and when an admin wants to know.</summary>
internal sealed class SnapTradeCheck(
    ISnapTradeClient client,
    SnapTradeRateBudget budget,
    SnapTradeClock clock,
    IOptions<SnapTradeOptions> options,
    TimeProvider time
) : IRecurringWork
{
    private static readonly TimeSpan WhileFailing = TimeSpan.FromMinutes(1);

    /// <summary>Raised after a check; on any thread.</summary>
    public event Action? Changed;

    /// <summary>The last check of this node; null before the first.</summary>
    public SnapTradeResult? Last { get; private set; }

    public string Name => "snaptrade-check";

    public TimeSpan Interval => TimeSpan.FromMinutes(5);

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        var result = await CheckAsync(stoppingToken);
        return result.Trouble is null ? null : WhileFailing;
    }

    // Interactive, so that the time does not count a wait for the budget.
    public async Task<SnapTradeResult> CheckAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var (trouble, code) = await AskAsync(cancellationToken);
        Last = new(
            time.GetUtcNow(),
            trouble,
            code,
            time.GetElapsedTime(began),
            clock.Shown,
            options.Value.RequestsPerMinute == 0 ? 0 : budget.Snapshot().Limit
        );
        Changed?.Invoke();
        return Last;
    }

    private async Task<(SnapTradeErrorKind?, string?)> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.WithPriority(CallPriority.Interactive).GetPartnerInfoAsync(cancellationToken);
            return default;
        }
        catch (SnapTradeException exception)
        {
            return (exception.Kind, exception.Code);
        }
    }
}
