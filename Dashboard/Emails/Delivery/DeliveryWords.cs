namespace Dashboard.Emails.Delivery;

/// <summary>The errors of delivery that are stored with e-mails for operators.</summary>
internal static class DeliveryWords
{
    public const string Abandoned =
        "The server ended, or could not reach the database, while this was being sent. Look into the mail server's log before sending again.";

    public const string Broke =
        "Sending broke off without an answer. Look into the logs of the mail server and of the dashboard before sending again.";

    public const string AllRefused =
        "It answered several messages in a row like this, so the account or the sender's address may be the reason.";

    public const string NotPrepared =
        "The message could not be prepared. The dashboard's log says why; it is tried again by itself.";
}
