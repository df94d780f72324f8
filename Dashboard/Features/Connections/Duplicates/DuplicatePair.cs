namespace Dashboard.Features.Connections.Duplicates;

/// <summary>Both sides of a likely duplicate.</summary>
/// <param name="NewerSince">See <see cref="Domain.Duplicate.NewerSince"/>.</param>
public sealed record DuplicatePair(ConnectionRow Broken, ConnectionRow Newer, DateTimeOffset NewerSince);
