using Dashboard.Simulator.Control;
using Dashboard.SnapTrade;

namespace Dashboard.Tests.SnapTrade.Contract;

/// <summary>Answers that refuse a call, and the rate limit.</summary>
public abstract class FailuresContract(ContractClient client) : SnapTradeClientContract(client)
{
    [Theory]
    [InlineData(500, SnapTradeErrorKind.ServerError)]
    [InlineData(504, SnapTradeErrorKind.Timeout)]
    [InlineData(403, SnapTradeErrorKind.Forbidden)]
    [InlineData(425, SnapTradeErrorKind.StillSyncing)]
    public async Task Failures_have_their_kind_in_every_operation(int status, SnapTradeErrorKind kind)
    {
        var (user, connection) = Any();
        var operations = Operations(Client, user, connection.Id, Token);
        Simulator
            .Get<SimulatorFaults>()
            .Set(new FaultState { FailNext = operations.Length, FailStatus = status });

        foreach (var operation in operations)
        {
            var failure = await FailAsync(operation);
            Assert.Equal((kind, status), (failure.Kind, failure.StatusCode));
        }
    }

    [Fact]
    public async Task Throttling_is_obeyed_by_the_next_call()
    {
        Simulator.Get<SimulatorFaults>().Set(new FaultState { RequestsPerMinute = 1 });
        await Client.ListUsersAsync(Token);
        Host.Time.Advance(TimeSpan.FromMinutes(1));

        var throttled = await FailAsync(() => Client.ListUsersAsync(Token));
        var heldBack = await FailAsync(() => Client.ListUsersAsync(Token));

        Assert.Equal(
            (SnapTradeErrorKind.RateLimited, 429, "0000"),
            (throttled.Kind, throttled.StatusCode, throttled.Code)
        );
        Assert.InRange(throttled.RetryAfter!.Value.TotalSeconds, 1, 60);
        Assert.Equal((SnapTradeErrorKind.RateLimited, null), (heldBack.Kind, heldBack.StatusCode));
    }

    [Fact]
    public async Task The_budget_learns_what_others_use_and_at_which_limit()
    {
        using var other = HostFor($"{Simulator.Client.BaseAddress}simulator");
        for (var i = 0; i < 7; i++)
            await other.Client.ListUsersAsync(Token);

        await Client.WithPriority(CallPriority.Background).ListUsersAsync(Token);

        var state = Host.Budget.Snapshot();
        Assert.Equal((50, 1, 7), (state.Limit, state.UsedInLastMinute, state.UsedByOthers));
    }
}
