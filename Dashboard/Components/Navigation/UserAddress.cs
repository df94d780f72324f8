namespace Dashboard.Components.Navigation;

/// <summary>
/// The address of a SnapTrade user's page. The id is in the query: ids may contain <c>/ % + &amp;</c> and be <c>..</c>,
/// which proxies and browsers rewrite in a path but not in a query.
/// </summary>
public static class UserAddress
{
    public const string List = "/users";
    public const string Page = "/users/user";
    public const string Imports = "/users/import";

    public static string Of(string userId) => $"{Page}?id={Uri.EscapeDataString(userId)}";

    public static string OfImport(string importId) => $"{Imports}/{Uri.EscapeDataString(importId)}";
}
