using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Dashboard.E2E.Support;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Dashboard.Benchmarks;

/// <summary>
/// The baseline for the dispatcher: sends one e-mail at a time with a connection for each and a SaveChanges
/// for each step. It writes the same rows but checks less.
/// </summary>
internal sealed class NaiveEmailSender(EmailSeed contexts, int port)
{
    public async Task SendAllAsync()
    {
        while (await SendNextAsync()) { }
    }

    private async Task<bool> SendNextAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = contexts.CreateDbContext();
        var email = await db
            .Emails.Where(e => e.State == EmailState.Queued && e.NotBefore <= now)
            .OrderBy(e => e.NotBefore)
            .FirstOrDefaultAsync();
        if (email is null)
            return false;
        db.Entry(email).Property(e => e.State).CurrentValue = EmailState.Sending;
        await db.SaveChangesAsync();
        var user = await db.SnapTradeUsers.SingleAsync(u => u.Id == email.UserId);
        var connection = await db.Connections.SingleAsync(c =>
            c.UserId == email.UserId && c.Health == Health.Disabled
        );
        var token = LinkToken.New();
        var link = ReconnectLink.Create(
            LinkToken.HashOf(token),
            connection,
            LinkOrigin.Email,
            email.CreatedBy,
            now,
            TimeSpan.FromDays(7),
            email.Id
        );
        db.Add(link);
        await db.SaveChangesAsync();
        email.Prepare(user.Email!, user.Locale, wordingId: null, LinkToken.HashOf(LinkToken.New()));
        db.Add(
            new EmailItem
            {
                EmailId = email.Id,
                ConnectionId = connection.Id,
                LinkId = link.Id,
                BrokerageName = "",
                BrokenSince = connection.Since,
                Position = 0,
            }
        );
        await db.SaveChangesAsync();
        await SendAsync(email, token);
        email.MarkSent(now);
        await db.SaveChangesAsync();
        db.Add(
            ConnectionEvent.From(
                new IncomingEvent
                {
                    Type = EventTypes.EmailSent,
                    Source = EventSource.Policy,
                    UserId = email.UserId,
                    ConnectionId = connection.Id,
                    OccurredAt = now,
                    ReceivedAt = now,
                    LinkId = link.Id,
                }
            )
        );
        await db.SaveChangesAsync();
        return true;
    }

    private async Task SendAsync(Email email, string token)
    {
        using var message = new MimeMessage
        {
            MessageId = $"{email.Id}@acme.example",
            From = { MailboxAddress.Parse("staff@acme.example") },
            To = { MailboxAddress.Parse(email.Address!) },
            Subject = "Reconnect your account",
            Body = new BodyBuilder { TextBody = token, HtmlBody = $"<p>{token}</p>" }.ToMessageBody(),
        };
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None);
        await client.SendAsync(message);
        await client.DisconnectAsync(quit: true);
    }
}
