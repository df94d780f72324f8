using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails.Messages;
using Dashboard.Mail;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Outbox;

/// <summary>One e-mail with its batch and its user's time zone.</summary>
/// <param name="BatchAudience">The audience of its batch, in words; null when it has no batch.</param>
/// <param name="TimeZone">The user's IANA id, in which the message states times.</param>
public sealed record EmailDetail(OutboxRow Row, string? BatchAudience, string? TimeZone)
{
    public Email Email => Row.Email;
}

/// <summary>Reads one e-mail and its message.</summary>
internal sealed class EmailDetails(
    IDbContextFactory<DashboardDbContext> contexts,
    OutboxQueries queries,
    CurrentOperator current,
    ReconnectMessageWriter writer,
    PublicOrigin origin,
    PickupFolder pickup
)
{
    // Tokens are not stored, so the original links cannot be shown.
    private const string InertPath = "/r/…";

    /// <summary>Whether sent messages are files on this machine, as in the demo.</summary>
    public bool HasFiles => pickup.IsUsed;

    /// <returns>Null when there is no such e-mail.</returns>
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

    /// <summary>Renders the message with the wording it was sent with and inert links; null before it was prepared.</summary>
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

    /// <summary>Opens the sent message with working links; needs <see cref="Permission.SendEmails"/>.</summary>
    /// <returns>Null when the folder no longer has it.</returns>
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
