using Dashboard.Domain.Emails;

namespace Dashboard.Features.Outbox;

/// <summary>Explains refused changes of e-mails and what to do.</summary>
internal static class RefusalWords
{
    /// <summary>Null when the change was made.</summary>
    public static string? Of(EmailChange change) =>
        change.Refusal switch
        {
            null => null,
            EmailRefusal.TooLate => "It is no longer waiting: it was sent, cancelled or not needed.",
            EmailRefusal.AlreadyWaiting => "Another e-mail to this user is pending. Wait for its result.",
            EmailRefusal.NotOver =>
                "Only e-mails that failed, were not needed or whose delivery is unknown can be sent again.",
            EmailRefusal.NoUser => "This user no longer exists here.",
            _ => OfHeld(change.Obstacle),
        };

    private static string OfHeld(EmailObstacle? obstacle) =>
        obstacle switch
        {
            EmailObstacle.Repaired =>
                "This user has no broken connections any more: there is nothing to send.",
            EmailObstacle.NoAddress =>
                "This user has no e-mail address. Have your app send it, or copy a link.",
            EmailObstacle.OptedOut => "This user opted out of e-mails. Call, or copy a link.",
            EmailObstacle.Suppressed =>
                "The address is blocked. Use another one, or unblock it under Blocked addresses.",
            EmailObstacle.NoSecret =>
                "The user secret is missing or refused, so no link would work. Your app must send it.",
            EmailObstacle.Duplicate =>
                "The customer probably connected again (new id). Open the connection, then delete the old one or keep both.",
            EmailObstacle.Incident =>
                "The brokerage has an outage. Wait until it ends, or send from the connection with a reason.",
            EmailObstacle.Maintenance =>
                "The brokerage is in maintenance. Wait until it ends, or send from the connection with a reason.",
            _ =>
                "This user was e-mailed recently. Wait for the cool-down, or send from the connection with a reason.",
        };
}
