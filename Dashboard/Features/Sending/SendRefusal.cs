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
            $"There is no connection with the id {connectionId}. GET /api/v1/connections lists all connections."
        );

    public static readonly SendRefusal AlreadyHealthy = new(
        "AlreadyHealthy",
        "This connection works, so no e-mail is needed. Check it if you think that it does not."
    );

    public static readonly SendRefusal Deleted = new(
        "Deleted",
        "This connection was deleted and can't be repaired. The customer has to connect the account again (new id)."
    );

    public static readonly SendRefusal HealthUnknown = new(
        "HealthUnknown",
        "It is not known whether this connection works. Check it first, and send the e-mail if it is broken."
    );

    public static SendRefusal Of(EmailObstacle obstacle, string userId) =>
        new(obstacle.ToString(), MessageOf(obstacle, userId));

    private static string MessageOf(EmailObstacle obstacle, string userId) =>
        obstacle switch
        {
            EmailObstacle.Repaired => "This user has no broken connections any more, so no e-mail is needed.",
            EmailObstacle.NoAddress =>
                $"This user's e-mail address is not known: your app must send it with {PutUser(userId)}.",
            EmailObstacle.OptedOut =>
                "The customer opted out of e-mails. Create a reconnect link and send it another way.",
            EmailObstacle.Suppressed =>
                "Messages to this address bounced, or its owner complained. Correct the address, or ask an admin to unblock it.",
            EmailObstacle.NoSecret =>
                $"The user secret is missing or refused, so no link would work: your app must send it with {PutUser(userId)}.",
            EmailObstacle.Duplicate =>
                "The customer probably connected again (new id) instead of repairing this connection. Delete the old one, keep both, or give a reason to send the e-mail anyway.",
            EmailObstacle.Incident =>
                "Many connections of the brokerage broke at the same time, so the customer can't repair this one. Wait until the incident ends, or give a reason to send the e-mail anyway.",
            EmailObstacle.Maintenance =>
                "The brokerage is in maintenance, so logging in would fail. Wait until it ends, or give a reason to send the e-mail anyway.",
            EmailObstacle.CoolingDown =>
                "The customer was e-mailed recently. Wait, or give a reason to send another e-mail now.",
            _ => "The connection is snoozed. End the snooze first.",
        };

    private static string PutUser(string userId) => $"PUT /api/v1/users/{PathSegment.Of(userId)}";
}

/// <summary>The requested e-mail, or why there is none.</summary>
/// <param name="WasOnItsWay">Whether the e-mail was queued before this request.</param>
public sealed record SendResult(Email? Email, SendRefusal? Refusal, bool WasOnItsWay = false);
