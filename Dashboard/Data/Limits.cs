namespace Dashboard.Data;

/// <summary>
/// Lengths of columns, in UTF-16 units. Ids never end in a space: SQL Server takes no notice of it when it
/// compares, so they are refused wherever they come in.
/// </summary>
public static class Limits
{
    /// <summary>Ids are SnapTrade's or the host application's; SQL Server allows 450 in a key.</summary>
    public const int Id = 400;
    public const int IdentityKey = 128;

    /// <summary>Ids that we make: a GUID without hyphens.</summary>
    public const int OwnId = 32;
    public const int Text = 1000;

    /// <summary>What a caller may send as <c>Idempotency-Key</c>.</summary>
    public const int IdempotencyKey = 255;

    /// <summary>A descriptive text, cut to its column; never in the middle of a character.</summary>
    public static string? Cut(string? text, int length)
    {
        if (text is null || text.Length <= length)
            return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
