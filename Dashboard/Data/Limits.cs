namespace Dashboard.Data;

/// <summary>Lengths of columns, in UTF-16 units.</summary>
public static class Limits
{
    /// <summary>Ids are SnapTrade's or the host application's; SQL Server allows 450 in a key.</summary>
    public const int Id = 400;
    public const int IdentityKey = 128;
    public const int Text = 1000;
}
