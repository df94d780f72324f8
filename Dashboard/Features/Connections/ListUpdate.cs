namespace Dashboard.Features.Connections;

/// <summary>What an update did to a list. Rows that show something else say so themselves.</summary>
/// <param name="IsChanged">Whether anything of it may be shown differently.</param>
/// <param name="HasOtherShape">Whether more than rows changed: how many there are, or whether there are any.</param>
/// <param name="HasOtherRows">Whether rows were appended.</param>
internal sealed record ListUpdate(bool IsChanged, bool HasOtherShape = false, bool HasOtherRows = false);

/// <summary>A part of a list that an update may touch.</summary>
internal enum ListPart
{
    None,

    /// <summary>How many wait for the operator: shown with the counts, which follow every update.</summary>
    Waiting,

    /// <summary>Rows that are listed, or are to be: shown at once.</summary>
    Rows,
}
