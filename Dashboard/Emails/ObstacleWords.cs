using Dashboard.Domain.Emails;

namespace Dashboard.Emails;

/// <summary>Obstacles as titles for screens.</summary>
internal static class ObstacleWords
{
    private const string HasOpenEmail = "A message is on its way already";

    /// <param name="obstacle">Null: an e-mail to the user is queued or being sent.</param>
    public static string Title(EmailObstacle? obstacle) =>
        obstacle switch
        {
            null => HasOpenEmail,
            EmailObstacle.Repaired => "Nothing broken any more",
            EmailObstacle.NoAddress => "No e-mail address",
            EmailObstacle.OptedOut => "Asked for no e-mails",
            EmailObstacle.Suppressed => "Address bounced, or its owner complained",
            EmailObstacle.NoSecret => "Secret missing or refused",
            EmailObstacle.Snoozed => "Snoozed",
            EmailObstacle.Duplicate => "Probably connected anew",
            EmailObstacle.Incident => "Brokerage incident",
            EmailObstacle.Maintenance => "Brokerage in maintenance",
            _ => "Written to a short while ago",
        };
}
