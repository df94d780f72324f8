using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>The position of a connection in a list: lists are sorted by these three values, as the database sorts them.</summary>
public sealed record ConnectionPosition(Health Health, DateTimeOffset Since, string Id)
    : IComparable<ConnectionPosition>
{
    public int CompareTo(ConnectionPosition? other) =>
        other is null ? 1
        : Health != other.Health ? Health.CompareTo(other.Health)
        : Since != other.Since ? Since.CompareTo(other.Since)
        : string.CompareOrdinal(Id, other.Id);
}
