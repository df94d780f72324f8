using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails.Messages;
using Dashboard.Mail;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Outbox;

/// <summary>Everything about one e-mail.</summary>
/// <param name="BatchAudience">Whom the batch it belongs to is for, in words; null for one alone.</param>
/// <param name="TimeZone">The user's, as the message writes times.</param>
public sealed record EmailDetail(OutboxRow Row, string? BatchAudience, string? TimeZone)
{
    public Email Email => Row.Email;
}

/// <summary>Reads one e-mail, and what it says.</summary>
internal sealed class EmailDetails(
    IDbContextFactory<DashboardDbContext> contexts,
    OutboxQueries queries,
    CurrentOperator current,
    ReconnectMessageWriter writer,
    PublicOrigin origin,
    PickupFolder pickup
)
{
    // Tokens are not kept, so no link in it could be the one that was sent.
    private const string InertPath = "/r/…";

    /// <summary>Whether messages as they were sent lie in a folder of this machine, as in the demo.</summary>
    public bool HasFiles => pickup.IsUsed;

    /// <returns>Null when no such e-mail is known.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<EmailDetail?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewEmails);
        if (await queries.FindAsync([id], cancellationToken) is not [var row])
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var audience = await db
            .EmailBatches.Where(b => b.Id == row.Email.BatchId)
            .Select(b => b.Audience)
            .SingleOrDefaultAsync(cancellationToken);
        var zone = await db
            .SnapTradeUsers.Where(u => u.Id == row.Email.UserId)
            .Select(u => u.TimeZone)
            .SingleOrDefaultAsync(cancellationToken);
        return new EmailDetail(row, audience, zone);
    }

    /// <summary>The message in the words it was sent with, with links that lead nowhere; null before it was written.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<WrittenMessage?> WriteAsync(EmailDetail detail, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewEmails);
        var items = detail.Row.Items;
        if (items.Count == 0)
            return null;
        var message = new ReconnectMessage
        {
            Locale = detail.Email.Locale,
            Name = detail.Row.UserName,
            Connections =
            [
                .. items.Select(i => new MessageConnection(
                    i.Item.BrokerageName,
                    i.Item.BrokenSince,
                    origin.Url(InertPath)
                )),
            ],
            ValidUntil = items.Min(i => i.Link?.ExpiresAt) ?? detail.Email.CreatedAt,
            OptOutUrl = origin.Url(InertPath),
            TimeZone = detail.TimeZone,
        };
        return await writer.WriteAgainAsync(message, detail.Email.WordingId, cancellationToken);
    }

    /// <summary>The message as it was sent, with links that work: for those who could send it themselves.</summary>
    /// <returns>Null when the folder has it no more.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<StoredMail?> OpenFileAsync(EmailDetail detail, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.SendEmails);
        return await pickup.FindAsync(
            detail.Email.Id,
            detail.Email.FinishedAt ?? detail.Email.CreatedAt,
            cancellationToken
        );
    }
}
