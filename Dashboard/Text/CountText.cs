using Dashboard.Domain.Connections;

namespace Dashboard.Text;

/// <summary>How differences of kept counts read.</summary>
public static class CountText
{
    public static string Of(CountDifference wrong) =>
        $"{(wrong.BrokerageId.Length == 0 ? "no brokerage" : wrong.BrokerageId)}, {wrong.Health}: kept {Counts.Number(wrong.Kept)}, counted {Counts.Number(wrong.Counted)}; awaiting verification kept {Counts.Number(wrong.KeptAwaiting)}, counted {Counts.Number(wrong.CountedAwaiting)}";
}
