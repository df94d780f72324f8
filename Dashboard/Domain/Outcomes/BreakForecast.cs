namespace Dashboard.Domain.Outcomes;

/// <summary>The breaks expected in the seven days after a moment.</summary>
/// <param name="Low">The lower limit of the range that the number is in with 95 %, if connections break independently.</param>
/// <param name="ByBrokerage">The most first.</param>
public sealed record BreakForecast(
    DateTimeOffset AsOf,
    double Mean,
    double Low,
    double High,
    IReadOnlyList<ExpectedAtBrokerage> ByBrokerage
)
{
    public static BreakForecast Of(
        DateTimeOffset asOf,
        IEnumerable<(string BrokerageId, HealthySpans Spans)> brokerages
    )
    {
        var expected = brokerages.Select(b => (b.BrokerageId, Expected: b.Spans.Expect())).ToList();
        var all = expected.Aggregate(new ExpectedBreaks(0, 0), (sum, b) => sum + b.Expected);
        return new BreakForecast(
            asOf,
            all.Mean,
            all.Low,
            all.High,
            [
                .. expected
                    .Select(b => new ExpectedAtBrokerage(b.BrokerageId, b.Expected.Mean))
                    .OrderByDescending(b => b.Mean)
                    .ThenBy(b => b.BrokerageId, StringComparer.Ordinal),
            ]
        );
    }
}

/// <param name="BrokerageId">Empty for connections whose brokerage is unknown.</param>
public sealed record ExpectedAtBrokerage(string BrokerageId, double Mean);
