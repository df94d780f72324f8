using System.Globalization;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Domain.Outcomes;

/// <summary>The figures that somebody asks for: of the last days, or of a period of their own.</summary>
/// <param name="Days">One of <see cref="Standard"/>; null: <paramref name="From"/> and <paramref name="To"/>.</param>
/// <param name="From">The first moment of a period of one's own.</param>
/// <param name="To">Its end, exclusive; null: it ends when the figures are computed.</param>
public sealed record OutcomeRequest(int? Days, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    /// <summary>The periods whose figures are kept.</summary>
    public static readonly IReadOnlyList<int> Standard = [7, 30, 90];
    public const int DefaultDays = 30;

    /// <summary>Whether a period of the last days can be asked for: a standard one, or the last 24 hours.</summary>
    public static bool IsKnown(int days) => days == 1 || Standard.Contains(days);

    /// <summary>The beginning of each <see cref="Key"/>.</summary>
    public const string KeyPrefix = "outcomes/";

    public string? BrokerageId { get; init; }
    public LinkOrigin? Channel { get; init; }
    public string? Operator { get; init; }

    /// <summary>As they were known at that moment, which is after the period; null: as they are known now.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Whether its figures are kept when there are many episodes.</summary>
    public bool IsKept =>
        Days is { } days && Standard.Contains(days) && Channel is null && Operator is null && AsOf is null;

    /// <summary>Names the request; the same for equal requests.</summary>
    public string Key =>
        string.Join(
            '/',
            KeyPrefix + (Days?.ToString(CultureInfo.InvariantCulture) ?? $"{From:O}..{To:O}"),
            BrokerageId,
            Channel,
            AsOf is { } asOf ? $"{Operator}/{asOf:O}" : Operator
        );

    public OutcomeQuery At(DateTimeOffset now) =>
        new(Days is { } days ? now.AddDays(-days) : From!.Value, To ?? now)
        {
            BrokerageId = BrokerageId,
            Channel = Channel,
            Operator = Operator,
        };
}

/// <summary>The figures of a period, and of the one of the same length before it.</summary>
public sealed record OutcomeComparison(OutcomeFigures Now, OutcomeFigures Before)
{
    /// <summary>Whether both have enough episodes to say that one is better than the other.</summary>
    public bool IsComparable => Math.Min(Now.Episodes, Before.Episodes) >= RepairCurve.FewestEpisodes;
}
