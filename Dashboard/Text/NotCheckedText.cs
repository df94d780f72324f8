namespace Dashboard.Text;

/// <summary>Why SnapTrade could not be asked about a user or a connection, and what to do.</summary>
public static class NotCheckedText
{
    public const string NoSecret =
        "Not checked: the user's secret is not known. Set it, or have your application bring it.";

    public const string SecretRefused =
        "Not checked: SnapTrade refuses the user's secret. Your application has to bring the current one.";

    public const string RateLimited =
        "Not checked: SnapTrade takes no more questions this minute. Try again in a minute.";

    public const string KeysRefused = "Not checked: SnapTrade refuses our client id or key. Tell an admin.";

    public const string ForeignKeys =
        "Not checked: SnapTrade refuses every user alike, so our client id and key are probably another client's. Tell an admin.";

    public const string Gone =
        "Not checked: SnapTrade doesn't offer this to your account any more. Tell an admin.";

    public const string NoAnswer = "Not checked: SnapTrade did not answer properly. Try again in a minute.";
}
