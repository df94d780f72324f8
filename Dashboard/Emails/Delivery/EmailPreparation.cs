using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Messages;
using Dashboard.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Emails.Delivery;

/// <summary>Writes an e-mail that is due, with a link for each connection, and claims it.</summary>
internal sealed class EmailPreparation(
    IDbContextFactory<DashboardDbContext> contexts,
    ReconnectMessageWriter writer,
    PublicOrigin origin,
    WorkLeases leases,
    IOptions<ReconnectOptions> options,
    TimeProvider time
)
{
    /// <summary>Claims the e-mail; returns null when it was claimed or cancelled meanwhile.</summary>
    /// <param name="email">As read; it is updated.</param>
    /// <param name="addressee">The recipient.</param>
    /// <param name="listed">The connections to list.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<PreparedEmail?> ClaimAsync(
        Email email,
        Addressee addressee,
        IReadOnlyList<BrokenConnection> listed,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var links = await MakeLinksAsync(db, email, listed, cancellationToken);
        var optOut = LinkToken.New();
        var message = MessageOf(addressee, links, origin.Url($"/email/opt-out/{optOut}"));
        // Before the transaction: rendering takes longer than the transaction and would block other writers on SQLite.
        var written = await writer.WriteAsync(message, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await ClaimAsync(db, email.Id, cancellationToken))
            return null;
        db.Attach(email);
        email.Prepare(addressee.Address!, addressee.Locale, written.WordingId, LinkToken.HashOf(optOut));
        db.AddRange(links.Select(l => l.Link));
        db.AddRange(links.Select((l, position) => ItemOf(email, l, position)));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return new PreparedEmail(
            email,
            new OutgoingMail(addressee.Address!, written.Subject, written.Text, written.Html)
            {
                MessageKey = email.Id,
                UnsubscribeUrl = message.OptOutUrl,
            },
            [.. links.Select(l => (l.Link.ConnectionId, l.Link.Id))]
        );
    }

    private async Task<bool> ClaimAsync(
        DashboardDbContext db,
        string emailId,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        return await db
                .Emails.Where(e => e.Id == emailId && e.State == EmailState.Queued)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(e => e.State, EmailState.Sending)
                            .SetProperty(e => e.ClaimedAt, now)
                            .SetProperty(e => e.ClaimedBy, leases.Node)
                            .SetProperty(e => e.Attempts, e => e.Attempts + 1),
                    cancellationToken
                ) == 1;
    }

    private async Task<List<NewLink>> MakeLinksAsync(
        DashboardDbContext db,
        Email email,
        IReadOnlyList<BrokenConnection> listed,
        CancellationToken cancellationToken
    )
    {
        var ids = listed.Select(c => c.ConnectionId).ToList();
        var connections = await db
            .Connections.AsNoTracking()
            .Where(c => ids.Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, StringComparer.Ordinal, cancellationToken);
        var now = time.GetUtcNow();
        List<NewLink> links = [];
        foreach (var broken in listed)
        {
            var token = LinkToken.New();
            var link = ReconnectLink.Create(
                LinkToken.HashOf(token),
                connections[broken.ConnectionId],
                LinkOrigin.Email,
                email.CreatedBy,
                now,
                options.Value.LinkLifetime,
                email.Id
            );
            links.Add(new NewLink(broken, link, origin.Url($"/r/{token}")));
        }
        return links;
    }

    private static ReconnectMessage MessageOf(Addressee addressee, List<NewLink> links, string optOutUrl) =>
        new()
        {
            Locale = addressee.Locale,
            Name = addressee.Name,
            Connections = links.ConvertAll(l => new MessageConnection(
                l.Broken.BrokerageName,
                l.Broken.Since,
                l.Url
            )),
            ValidUntil = links[0].Link.ExpiresAt,
            OptOutUrl = optOutUrl,
            TimeZone = addressee.TimeZone,
        };

    private static EmailItem ItemOf(Email email, NewLink link, int position) =>
        new()
        {
            EmailId = email.Id,
            ConnectionId = link.Link.ConnectionId,
            LinkId = link.Link.Id,
            BrokerageName = link.Broken.BrokerageName ?? "Unknown brokerage",
            BrokenSince = link.Broken.Since,
            Position = position,
        };

    private sealed record NewLink(BrokenConnection Broken, ReconnectLink Link, string Url);
}
