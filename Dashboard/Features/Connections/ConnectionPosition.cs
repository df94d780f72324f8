using System.Text.Json.Serialization;
using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>The position of a connection in a list: lists are sorted by these three values.</summary>
public sealed record ConnectionPosition(Health Health, DateTimeOffset Since, string Id)
{
    /// <summary>See <see cref="BrokeragePages.KeyOf"/>; only for lists in this order, and not in cursors.</summary>
    [JsonIgnore]
    public string Brokerage { get; init; } = "";

    /// <summary>The order of lists, as the database sorts them.</summary>
    public static readonly IComparer<ConnectionPosition> Order = Comparer<ConnectionPosition>.Create(
        (one, other) =>
            one.Health != other.Health ? one.Health.CompareTo(other.Health)
            : one.Since != other.Since ? one.Since.CompareTo(other.Since)
            : string.CompareOrdinal(one.Id, other.Id)
    );

    /// <summary>The order of <see cref="ConnectionOrder.ByBrokerage"/>.</summary>
    public static readonly IComparer<ConnectionPosition> ByBrokerage = Comparer<ConnectionPosition>.Create(
        (one, other) =>
            string.CompareOrdinal(one.Brokerage, other.Brokerage) is var order and not 0
                ? order
                : Order.Compare(one, other)
    );

    /// <summary>The order of <see cref="ConnectionOrder.NewestFirst"/>.</summary>
    public static readonly IComparer<ConnectionPosition> NewestFirst = Comparer<ConnectionPosition>.Create(
        (one, other) =>
            one.Since != other.Since
                ? other.Since.CompareTo(one.Since)
                : string.CompareOrdinal(other.Id, one.Id)
    );
}
