namespace Dashboard.Components.Navigation;

/// <summary>
/// Where a SnapTrade user's page is. The id stands in the query: ids hold <c>/ % + &amp;</c> and may be <c>..</c>,
/// which proxies and browsers rewrite in a path and leave alone in a query.
/// </summary>
public static class UserAddress
{
    public const string List = "/users";
    public const string Page = "/users/user";
    public const string Imports = "/users/import";

    public static string Of(string userId) => $"{Page}?id={Uri.EscapeDataString(userId)}";

    public static string OfImport(string importId) => $"{Imports}/{Uri.EscapeDataString(importId)}";
}
