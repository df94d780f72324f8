using Dashboard.SnapTrade;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Benchmarks;

/// <summary>The product's client and rate budget.</summary>
internal sealed class BudgetedCalls : ISweepCalls
{
    private readonly IHost _host;
    private readonly ISnapTradeClient _people;
    private readonly ISnapTradeClient _sweep;
    private int _throttled;

    public BudgetedCalls(Uri address, int limit)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = "Benchmark" });
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["SnapTrade:BaseUrl"] = address.ToString(),
                ["SnapTrade:ClientId"] = SignedLoad.ClientId,
                ["SnapTrade:ConsumerKey"] = SignedLoad.ConsumerKey,
                ["SnapTrade:RequestsPerMinute"] = $"{limit}",
            }
        );
        builder.Services.AddLogging().AddMetrics();
        builder.AddSnapTrade();
        _host = builder.Build();
        _people = _host.Services.GetRequiredService<ISnapTradeClient>();
        _sweep = _people.WithPriority(CallPriority.Background);
    }

    public int Throttled => _throttled;

    public double? Promised => _host.Services.GetRequiredService<SnapTradeRateBudget>().BackgroundPerMinute;

    public async Task ListAsync(UserCredentials user)
    {
        while (true)
        {
            try
            {
                await _sweep.ListAuthorizationsAsync(user, CancellationToken.None);
                return;
            }
            catch (SnapTradeException failure) when (Counted(failure)) { }
        }
    }

    public async Task AskAsync(UserCredentials user)
    {
        try
        {
            await _people.ListAuthorizationsAsync(user, CancellationToken.None);
        }
        catch (SnapTradeException failure)
        {
            _ = Counted(failure);
            throw;
        }
    }

    public void Dispose() => _host.Dispose();

    /// <returns>Whether the same call may succeed later.</returns>
    private bool Counted(SnapTradeException failure)
    {
        if (failure.StatusCode == 429)
            Interlocked.Increment(ref _throttled);
        return failure.IsTransient;
    }
}
