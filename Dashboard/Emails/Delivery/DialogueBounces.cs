using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Data.Work;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails.Delivery;

/// <summary>Records e-mails whose address the mail server refused while they were handed over.</summary>
internal sealed class DialogueBounces(EventLog log, WorkLeases leases, TimeProvider time)
{
    /// <summary>It fails as a hard bounce, and the address is blocked until an admin lifts that.</summary>
    /// <returns>Its new state; null when this node no longer has it claimed.</returns>
    public async Task<EmailState?> RecordAsync(PreparedEmail prepared, string words)
    {
        var now = time.GetUtcNow();
        EmailState? ended = null;
        await log.AppendAsync(
            [.. prepared.Links.Select((link, position) => EventOf(prepared.Email, link, position, now))],
            async (db, token) =>
            {
                var email = await db.Emails.SingleOrDefaultAsync(
                    e =>
                        e.Id == prepared.Email.Id
                        && e.State == EmailState.Sending
                        && e.ClaimedBy == leases.Node,
                    token
                );
                ended = email is null ? null : EmailState.Failed;
                if (email is not null)
                    await RecordAsync(db, email, Limits.Cut(words, Limits.Text)!, now, token);
            }
        );
        return ended;
    }

    private static async Task RecordAsync(
        DashboardDbContext db,
        Email email,
        string words,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await db
            .ReconnectLinks.Where(l => l.EmailId == email.Id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(l => l.RevokedAt, now)
                        .SetProperty(l => l.RevokedBy, ReconnectLink.Delivery),
                cancellationToken
            );
        email.Fail(words, now);
        email.Bounce(isHard: true, words, now);
        var address = EmailAddress.Normalize(email.Address!);
        var suppression = await db.Suppressions.SingleOrDefaultAsync(
            s => s.Address == address,
            cancellationToken
        );
        if (suppression is null)
            db.Add(suppression = new Suppression { Address = address });
        suppression.Begin(SuppressionReason.HardBounce, words, email.Id, now);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static IncomingEvent EventOf(
        Email email,
        (string ConnectionId, string LinkId) link,
        int position,
        DateTimeOffset now
    ) =>
        new()
        {
            // As of a provider's notice, which may follow about the same message.
            Key = $"HardBounce:{email.Id}:{position}",
            Type = EventTypes.EmailBounced,
            Source = EventSource.EmailProvider,
            UserId = email.UserId,
            ConnectionId = link.ConnectionId,
            LinkId = link.LinkId,
            OccurredAt = now,
            ReceivedAt = now,
        };
}
