namespace Dashboard.Emails;

/// <summary>The addresses of the pages about e-mails, by which features link to each other.</summary>
public static class EmailPaths
{
    public const string Outbox = "/emails";
    public const string Batches = Outbox + "/batches";
    public const string Policy = Outbox + "/policy";
    public const string Wording = Outbox + "/wording";
    public const string Suppressed = Outbox + "/suppressed";

    public static string Of(string emailId) => $"{Outbox}/{Uri.EscapeDataString(emailId)}";

    public static string OfBatch(string batchId) => $"{Batches}/{Uri.EscapeDataString(batchId)}";
}
