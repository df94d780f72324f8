namespace Dashboard.Features.Connections;

/// <summary>What an update did to a list. Rows that show something else say so themselves.</summary>
/// <param name="IsChanged">Whether anything of it may be shown differently.</param>
/// <param name="HasOtherShape">Whether more than rows changed: how many there are, or how many wait.</param>
/// <param name="HasOtherRows">Whether rows were appended.</param>
internal sealed record ListUpdate(bool IsChanged, bool HasOtherShape = false, bool HasOtherRows = false);
