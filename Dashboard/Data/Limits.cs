namespace Dashboard.Data;

/// <summary>
/// Lengths of columns, in UTF-16 units. Ids that end in a space are refused, because SQL Server ignores trailing
/// spaces in comparisons.
/// </summary>
public static class Limits
{
    /// <summary>Ids are SnapTrade's or your app's; SQL Server allows 450 in a key.</summary>
    public const int Id = 400;
    public const int IdentityKey = 128;

    /// <summary>Ids that we create: a GUID without hyphens.</summary>
    public const int OwnId = 32;
    public const int Text = 1000;

    /// <summary>The length of an <c>Idempotency-Key</c>.</summary>
    public const int IdempotencyKey = 255;

    /// <summary>A descriptive text, cut to the length of its column, but not within a character.</summary>
    public static string? Cut(string? text, int length)
    {
        if (text is null || text.Length <= length)
            return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
