using Dashboard.Domain.Emails;

namespace Dashboard.Features.Sending;

/// <summary>Advice to operators about users who get no e-mail.</summary>
internal static class SendingWords
{
    /// <param name="obstacle">Null: an e-mail to the user is queued or being sent.</param>
    public static string Advice(EmailObstacle? obstacle) =>
        obstacle switch
        {
            null => "They get that one; another would be one too many.",
            EmailObstacle.Repaired => "There is nothing to write about.",
            EmailObstacle.NoAddress =>
                "Your developers can send the address. Until then, copy a link and reach them another way.",
            EmailObstacle.OptedOut => "Copy a link and reach them another way.",
            EmailObstacle.Suppressed => "Correct the address, or lift its suppression under E-mails.",
            EmailObstacle.NoSecret =>
                "No link would work. Your developers must send the current secret first.",
            EmailObstacle.Snoozed => "End the snooze first.",
            EmailObstacle.Duplicate =>
                "A newer connection seems to have taken its place. Open it: delete the old one, or say that they are two logins.",
            EmailObstacle.Incident =>
                "Many connections of the brokerage broke at once, which customers can’t help.",
            EmailObstacle.Maintenance => "Logging in would fail until the maintenance is over.",
            _ => "Another message so soon may annoy them.",
        };
}
