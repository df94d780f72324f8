using Dashboard.Domain;
using Dashboard.Domain.Emails;

namespace Dashboard.Features.Sending;

/// <summary>Why no e-mail is queued, and what to do about it.</summary>
/// <param name="Reason">A machine-readable word: an <see cref="EmailObstacle"/> or one of this class.</param>
/// <param name="Message">Sentences for operators and callers of the API.</param>
public sealed record SendRefusal(string Reason, string Message)
{
    public const string NotFoundReason = "NotFound";

    public static SendRefusal NotFound(string connectionId) =>
        new(
            NotFoundReason,
            $"There is no connection with the id {connectionId}. GET /api/v1/connections lists those that are."
        );

    public static readonly SendRefusal AlreadyHealthy = new(
        "AlreadyHealthy",
        "This connection works, so there is nothing to write about. Check it if you believe otherwise."
    );

    public static readonly SendRefusal Deleted = new(
        "Deleted",
        "This connection was deleted and can't be repaired. The customer has to connect the account anew."
    );

    public static readonly SendRefusal HealthUnknown = new(
        "HealthUnknown",
        "It is not known whether this connection works. Check it first, and send when it turns out to be broken."
    );

    public static SendRefusal Of(EmailObstacle obstacle, string userId) =>
        new(obstacle.ToString(), MessageOf(obstacle, userId));

    private static string MessageOf(EmailObstacle obstacle, string userId) =>
        obstacle switch
        {
            EmailObstacle.Repaired =>
                "Nothing of this user's is broken any more, so there is nothing to write about.",
            EmailObstacle.NoAddress =>
                $"This user's e-mail address is not known: the host application must send it by {PutUser(userId)}.",
            EmailObstacle.OptedOut =>
                "The customer asked for no e-mails. Make a reconnect link and bring it to them another way.",
            EmailObstacle.Suppressed =>
                "Messages to this address bounced, or its owner complained. Correct the address, or have an admin lift its suppression.",
            EmailObstacle.NoSecret =>
                $"This user's secret is not known or refused, so no link would work: the host application must send it by {PutUser(userId)}.",
            EmailObstacle.Duplicate =>
                "The customer probably connected anew instead of repairing this connection. Delete the old one, say that they are two logins, or say why it must go out all the same.",
            EmailObstacle.Incident =>
                "Many connections of the brokerage broke at once, which the customer can't help. Wait until the incident is over, or say why it must go out all the same.",
            EmailObstacle.Maintenance =>
                "The brokerage is in maintenance, so logging in would fail. Wait until it is over, or say why it must go out all the same.",
            EmailObstacle.CoolingDown =>
                "The customer got a message a short while ago. Wait, or say why they should get another one already.",
            _ => "The connection was put off. End the snooze first.",
        };

    private static string PutUser(string userId) => $"PUT /api/v1/users/{PathSegment.Of(userId)}";
}

/// <summary>The requested e-mail, or why there is none.</summary>
/// <param name="WasOnItsWay">Whether the e-mail was queued before this request.</param>
public sealed record SendResult(Email? Email, SendRefusal? Refusal, bool WasOnItsWay = false);
