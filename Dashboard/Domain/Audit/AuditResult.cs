namespace Dashboard.Domain.Audit;

/// <summary>How an action ended: the first word of <see cref="AuditEntry.Result"/>.</summary>
public enum AuditResult
{
    /// <summary>Any other first word: <c>done</c>.</summary>
    Done,

    /// <summary>Not allowed or not possible: <c>refused: AlreadyHealthy</c>.</summary>
    Refused,

    /// <summary>Tried without success: <c>failed: Unavailable</c>.</summary>
    Failed,
}

public static class AuditResults
{
    public const string Refused = "refused";
    public const string Failed = "failed";

    public static AuditResult KindOf(string result) =>
        result.StartsWith(Refused, StringComparison.Ordinal) ? AuditResult.Refused
        : result.StartsWith(Failed, StringComparison.Ordinal) ? AuditResult.Failed
        : AuditResult.Done;
}
