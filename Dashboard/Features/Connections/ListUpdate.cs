namespace Dashboard.Features.Connections;

/// <summary>What an update did to a list.</summary>
/// <param name="HasOtherRows">Whether rows were appended.</param>
/// <param name="Words">What to announce; null: nothing.</param>
internal sealed record ListUpdate(bool IsChanged, bool HasOtherRows = false, string? Words = null);
