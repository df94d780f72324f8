using Dashboard.Domain.Emails;

namespace Dashboard.Emails;

/// <summary>Obstacles as titles for screens.</summary>
internal static class ObstacleWords
{
    private const string HasOpenEmail = "Another message is pending";

    /// <param name="obstacle">Null: an e-mail to the user is queued or being sent.</param>
    public static string Title(EmailObstacle? obstacle) =>
        obstacle switch
        {
            null => HasOpenEmail,
            EmailObstacle.Repaired => "No longer broken",
            EmailObstacle.NoAddress => "No e-mail address",
            EmailObstacle.OptedOut => "Opted out of e-mails",
            EmailObstacle.Suppressed => "Address blocked: bounce or complaint",
            EmailObstacle.NoSecret => "User secret missing or refused",
            EmailObstacle.Snoozed => "Snoozed",
            EmailObstacle.Duplicate => "Probably connected again (new id)",
            EmailObstacle.Incident => "Brokerage outage",
            EmailObstacle.Maintenance => "Brokerage in maintenance",
            _ => "E-mailed recently",
        };
}
