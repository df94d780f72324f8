using Dashboard.Domain.Emails;

namespace Dashboard.Features.Sending;

/// <summary>Advice to operators about users who get no e-mail.</summary>
internal static class SendingWords
{
    /// <param name="obstacle">Null: an e-mail to the user is queued or being sent.</param>
    public static string Advice(EmailObstacle? obstacle) =>
        obstacle switch
        {
            null => "They will get that one.",
            EmailObstacle.Repaired => "No e-mail is needed.",
            EmailObstacle.NoAddress =>
                "Your developers can send the address. Until then, copy a link and reach them another way.",
            EmailObstacle.OptedOut => "Copy a link and reach them another way.",
            EmailObstacle.Suppressed =>
                "Correct the address, or unblock it under E-mails, Blocked addresses.",
            EmailObstacle.NoSecret =>
                "No link would work. Your developers must send the current secret first.",
            EmailObstacle.Snoozed => "End the snooze first.",
            EmailObstacle.Duplicate =>
                "A newer connection probably replaces it. Open it, then delete the old one or keep both.",
            EmailObstacle.Incident =>
                "Many connections of the brokerage broke at the same time, so customers can’t repair them.",
            EmailObstacle.Maintenance => "Logging in fails until the maintenance ends.",
            _ => "Another message so soon may annoy them.",
        };
}
