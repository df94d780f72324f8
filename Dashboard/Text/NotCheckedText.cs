namespace Dashboard.Text;

/// <summary>Why SnapTrade could not be asked about a user or a connection, and what to do.</summary>
public static class NotCheckedText
{
    public const string NoSecret =
        "Not checked: the user secret is missing. Set it, or have your app send it.";

    public const string SecretRefused =
        "Not checked: SnapTrade refuses the user secret. Your app must send the current one.";

    public const string RateLimited =
        "Not checked: the SnapTrade rate limit is used up. Try again in a minute.";

    public const string KeysRefused = "Not checked: SnapTrade refuses the client id or key. Tell an admin.";

    public const string ForeignKeys =
        "Not checked: SnapTrade refuses every user, so the client id and key are probably another client's. Tell an admin.";

    public const string Gone =
        "Not checked: SnapTrade doesn't offer this to your account any more. Tell an admin.";

    public const string NoAnswer =
        "Not checked: SnapTrade sent an unexpected response. Try again in a minute.";
}
