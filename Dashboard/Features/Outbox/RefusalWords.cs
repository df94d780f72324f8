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
            EmailRefusal.TooLate =>
                "It is not waiting any more: it was sent, skipped or cancelled meanwhile.",
            EmailRefusal.AlreadyWaiting =>
                "Another e-mail to this user is on its way. Wait for what comes of it.",
            EmailRefusal.NotOver => "Only e-mails that failed, were skipped or are unsure can be sent again.",
            EmailRefusal.NoUser => "This user is not known any more.",
            _ => OfHeld(change.Obstacle),
        };

    private static string OfHeld(EmailObstacle? obstacle) =>
        obstacle switch
        {
            EmailObstacle.Repaired => "Nothing of this user’s is broken any more: there is nothing to send.",
            EmailObstacle.NoAddress =>
                "No address of this user is known. The host application brings it, or copy a link.",
            EmailObstacle.OptedOut => "This user asked for no more e-mails. Call, or copy a link.",
            EmailObstacle.Suppressed =>
                "The address is suppressed. Find another one, or lift it under Suppressed.",
            EmailObstacle.NoSecret =>
                "This user’s secret is not known or refused, so no link would work. The host application brings it.",
            EmailObstacle.Duplicate =>
                "The customer probably connected anew. Open the connection: delete the old one, or say that they are two logins.",
            EmailObstacle.Incident =>
                "The brokerage has an incident. Wait until it is over, or send from the connection with a reason.",
            EmailObstacle.Maintenance =>
                "The brokerage is in maintenance. Wait until it is over, or send from the connection with a reason.",
            _ =>
                "This user got a message a short while ago. Wait for the cool-down, or send from the connection with a reason.",
        };
}
