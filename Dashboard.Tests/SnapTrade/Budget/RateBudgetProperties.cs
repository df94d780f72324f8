using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Dashboard.Tests.SnapTrade.Budget;

/// <summary>What holds whatever the limit, the latency and the number of callers.</summary>
public class RateBudgetProperties
{
    [Property(MaxTest = 30)]
    public Property A_sweep_is_never_throttled_and_uses_its_share() =>
        Prop.ForAll(
            Between(40, 400),
            Between(8, 16),
            Between(1, 500),
            (limit, workers, latency) =>
            {
                var minutes = new SimulatedMinutes(limit, nodes: 1, workers, latency, seed: limit + latency);

                var calls = minutes.Run(seconds: 300);

                var share = (limit - (limit + 4) / 5) * 5;
                return minutes.Throttled == 0 && calls >= 0.95 * share && calls <= share * 1.02;
            }
        );

    [Property(MaxTest = 30)]
    public Property Interactive_calls_within_their_share_never_wait_behind_a_sweep() =>
        Prop.ForAll(
            Between(60, 400),
            Between(1, 16),
            Between(1, 1000),
            (limit, workers, latency) =>
            {
                var minutes = new SimulatedMinutes(limit, nodes: 1, workers, latency, seed: limit + latency)
                {
                    Interactive = limit / 10,
                };

                minutes.Run(seconds: 200);

                return minutes is { Throttled: 0, InteractiveHeldUp: 0 };
            }
        );

    [Property(MaxTest = 30)]
    public Property Nodes_share_the_limit_by_what_SnapTrade_says() =>
        Prop.ForAll(
            Between(120, 400),
            Between(2, 4),
            Between(1, 300),
            (limit, nodes, latency) =>
            {
                var minutes = new SimulatedMinutes(limit, nodes, workers: 4, latency, seed: limit + latency);

                var calls = minutes.Run(seconds: 300);

                var share = (limit - (limit + 4) / 5) * 5;
                return minutes.Throttled == 0 && calls >= 0.9 * share && calls <= share * 1.1;
            }
        );

    private static Arbitrary<int> Between(int least, int most) => Gen.Choose(least, most).ToArbitrary();
}
