using Dashboard.SnapTrade;

namespace Dashboard.Features.Connections.Managing;

/// <summary>The result of an action at SnapTrade.</summary>
/// <param name="Reason">One word for the audit trail; null when it was done.</param>
/// <param name="Words">What went wrong and what to do; empty when it was done.</param>
public sealed record ManagingReport(string? Reason, string Words)
{
    public static readonly ManagingReport Done = new(null, "");

    public static readonly ManagingReport Unknown = new("Unknown", "There is no such connection any more.");

    public static readonly ManagingReport Deleted = new(
        "Deleted",
        "SnapTrade has deleted this connection already."
    );

    public static readonly ManagingReport NoSecret = new(
        "NoSecret",
        "The user’s secret is not known, so SnapTrade can’t be asked. The host application has to bring it."
    );

    public static readonly ManagingReport SecretRefused = new(
        "SecretRefused",
        "SnapTrade refuses the user’s secret. The host application has to bring the current one."
    );

    public static readonly ManagingReport Shared = new(
        "Shared",
        "This connection is shared by its owner and can’t be changed here. Nothing was changed."
    );

    public static readonly ManagingReport NoTestKeys = new(
        "NoTestKeys",
        "Connections are broken on purpose with test keys only. Set SnapTrade__TestKeys when yours are."
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
                "SnapTrade takes no more calls this minute. Try again in a minute.",
            { Kind: SnapTradeErrorKind.Forbidden } =>
                "SnapTrade does not allow this with our keys. It may need test keys, or another plan.",
            { Kind: SnapTradeErrorKind.Unauthorized } =>
                "SnapTrade refuses our client id or key. Check the settings.",
            { Kind: SnapTradeErrorKind.ForeignKeys } =>
                "SnapTrade refuses every user alike: our client id and key are probably another client’s. Check the settings.",
            { Kind: SnapTradeErrorKind.Gone } => "SnapTrade doesn’t offer this to your account any more.",
            { Kind: SnapTradeErrorKind.NotFound } =>
                "SnapTrade knows no such connection. It is being checked; the page shows the outcome by itself.",
            { IsTransient: true } =>
                "SnapTrade did not answer, so nobody knows whether it was done. The connection is being checked; look at its health before trying again.",
            _ => "SnapTrade did not accept it.",
        };
}
