namespace Dashboard.Domain.Deliveries;

/// <summary>The outcomes of deliveries: the reasons of refusals are the names in logs, metrics and the API.</summary>
public static class DeliveryOutcomes
{
    /// <summary>A new event was stored.</summary>
    public const string Accepted = "accepted";

    /// <summary>The event was stored before.</summary>
    public const string Duplicate = "duplicate";

    public const string Unsigned = "unsigned";
    public const string BadSignature = "bad-signature";
    public const string Forged = "forged";
    public const string Malformed = "malformed";
    public const string Foreign = "foreign";
    public const string TooOld = "too-old";
    public const string TooNew = "too-new";
    public const string TooLarge = "too-large";
    public const string Compressed = "compressed";
    public const string TooSlow = "too-slow";
    public const string BrokenOff = "broken-off";
    public const string Busy = "busy";
    public const string NotCommitted = "not-committed";

    /// <summary>The reasons of refusals.</summary>
    public static IReadOnlyList<string> Reasons { get; } =
    [
        Unsigned,
        BadSignature,
        Forged,
        Malformed,
        Foreign,
        TooOld,
        TooNew,
        TooLarge,
        Compressed,
        TooSlow,
        BrokenOff,
        Busy,
        NotCommitted,
    ];

    public static bool IsAccepted(string outcome) => outcome is Accepted or Duplicate;
}
