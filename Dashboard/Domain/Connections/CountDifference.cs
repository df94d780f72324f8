namespace Dashboard.Domain.Connections;

/// <summary>A kept count of connections that is not what counting them gives.</summary>
/// <param name="BrokerageId">Empty for connections whose brokerage is not known.</param>
/// <param name="KeptAwaiting">Of them, those that await verification.</param>
/// <param name="CountedAwaiting">Of them, those that await verification.</param>
public sealed record CountDifference(
    string BrokerageId,
    Health Health,
    long Kept,
    long Counted,
    long KeptAwaiting,
    long CountedAwaiting
);
