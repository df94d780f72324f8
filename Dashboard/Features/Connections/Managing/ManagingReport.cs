using Dashboard.SnapTrade;

namespace Dashboard.Features.Connections.Managing;

/// <summary>The result of an action at SnapTrade.</summary>
/// <param name="Reason">One word for the audit trail; null when it was done.</param>
/// <param name="Words">What went wrong and what to do; empty when it was done.</param>
public sealed record ManagingReport(string? Reason, string Words)
{
    public static readonly ManagingReport Done = new(null, "");

    public static readonly ManagingReport Unknown = new("Unknown", "This connection no longer exists.");

    public static readonly ManagingReport Deleted = new(
        "Deleted",
        "SnapTrade has deleted this connection already."
    );

    public static readonly ManagingReport NoSecret = new(
        "NoSecret",
        "The user secret is missing, so SnapTrade can’t be asked. Your app must send it."
    );

    public static readonly ManagingReport SecretRefused = new(
        "SecretRefused",
        "SnapTrade refuses the user secret. Your app must send the current one."
    );

    public static readonly ManagingReport Shared = new(
        "Shared",
        "This connection is shared by its owner and can’t be changed here. Nothing was changed."
    );

    public static readonly ManagingReport NoTestKeys = new(
        "NoTestKeys",
        "Drills need test keys. If your keys are test keys, set SnapTrade__TestKeys."
    );

    public bool IsDone => Reason is null;

    /// <summary>A call that failed. A check tells whether it had an effect.</summary>
    public static ManagingReport Of(SnapTradeException failure)
    {
        var reference = failure.RequestId is { } id ? $" SnapTrade’s request id: {id}." : "";
        return new(failure.Kind.ToString(), WordsOf(failure) + reference);
    }

    private static string WordsOf(SnapTradeException failure) =>
        failure switch
        {
            { Code: "3011" } => "SnapTrade says that this connection is disabled already.",
            { } when SecretRefusals.IsRefusal(failure) => SecretRefused.Words,
            { Kind: SnapTradeErrorKind.RateLimited } =>
                "The SnapTrade rate limit is used up. Try again in a minute.",
            { Kind: SnapTradeErrorKind.Forbidden } =>
                "SnapTrade does not allow this with your keys. It may need test keys, or another plan.",
            { Kind: SnapTradeErrorKind.Unauthorized } =>
                "SnapTrade refuses the client id or key. Check the settings.",
            { Kind: SnapTradeErrorKind.ForeignKeys } =>
                "SnapTrade refuses every user: the client id and key are probably another client’s. Check the settings.",
            { Kind: SnapTradeErrorKind.Gone } => "SnapTrade doesn’t offer this to your account any more.",
            { Kind: SnapTradeErrorKind.NotFound } =>
                "SnapTrade does not know this connection. It is being checked; the result appears on this page.",
            { IsTransient: true } =>
                "SnapTrade did not respond, so the result is unknown. The connection is being checked; look at its health before trying again.",
            _ => "SnapTrade refused the request.",
        };
}
