using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>The position of a connection in a list: lists are sorted by these three values.</summary>
public sealed record ConnectionPosition(Health Health, DateTimeOffset Since, string Id)
{
    /// <summary>Whether this position comes after <paramref name="other"/>, in the order of the database.</summary>
    public bool IsAfter(ConnectionPosition other) =>
        Health != other.Health ? Health > other.Health
        : Since != other.Since ? Since > other.Since
        : string.CompareOrdinal(Id, other.Id) > 0;
}
