namespace Dashboard.Emails.Delivery;

/// <summary>The errors of delivery that are stored with e-mails for operators.</summary>
internal static class DeliveryWords
{
    public const string Abandoned =
        "The server stopped, or could not reach the database, while this was being sent. Check the mail server's log before sending again.";

    public const string Broke =
        "Sending stopped without a response. Check the logs of the mail server and of the dashboard before sending again.";

    public const string AllRefused =
        "It refused several messages in a row, so the cause may be the account or the sender's address.";

    public const string NotPrepared =
        "The message could not be prepared. The dashboard's log says why. It is retried automatically.";
}
