using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.BlockedAddresses;

/// <summary>
/// Records notices on the e-mail, on the connections that it lists and on the address, in one transaction. Neither
/// repeats nor the order of arrival change the result.
/// </summary>
internal sealed class ProviderNoticeWriter(EventLog log, IDbContextFactory<DashboardDbContext> contexts)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    public async Task RecordAsync(
        IReadOnlyList<ProviderNotice> notices,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (notices.Count == 0)
            return;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await KnownAsync(db, notices, cancellationToken);
        var emails = await MatchedEmails.FindAsync(db, notices, cancellationToken);
        var fresh = notices.Where(n => n.Receipt is null || !known.Contains(n.Receipt)).ToList();
        var items = await ItemsAsync(db, fresh, emails, cancellationToken);
        await log.AppendAsync(
            [.. fresh.SelectMany(n => EventsOf(n, emails.Of(n), items, now))],
            (context, token) => WriteAsync(context, notices, emails, now, token),
            cancellationToken
        );
    }

    private static async Task WriteAsync(
        DashboardDbContext db,
        IReadOnlyList<ProviderNotice> notices,
        MatchedEmails emails,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // Read again in the transaction: another node may have recorded the same notice meanwhile.
        var known = await KnownAsync(db, notices, cancellationToken);
        List<ProviderNotice> fresh =
        [
            .. notices
                .Where(n => n.Receipt is null || known.Add(n.Receipt))
                .OrderBy(n => n.At)
                .ThenBy(n => n.Kind),
        ];
        db.Receipts.AddRange(
            fresh
                .Select(n => n.Receipt)
                .OfType<string>()
                .Select(key => new EventReceipt { Key = key, ReceivedAt = now })
        );
        var ids = fresh.Select(emails.Of).OfType<MatchedEmail>().Select(e => e.Id).ToList();
        var rows = await db
            .Emails.Where(e => ids.Contains(e.Id))
            .ToDictionaryAsync(e => e.Id, cancellationToken);
        var addresses = fresh.Select(n => EmailAddress.Normalize(n.Address)).ToList();
        var suppressions = await db
            .Suppressions.Where(s => addresses.Contains(s.Address))
            .ToDictionaryAsync(s => s.Address, cancellationToken);
        foreach (var notice in fresh)
        {
            var email = emails.Of(notice) is { } found ? rows.GetValueOrDefault(found.Id) : null;
            Note(notice, email);
            Suppress(db, suppressions, notice, email?.Id);
        }
        await db.SaveChangesAsync(cancellationToken);
    }

    private static void Note(ProviderNotice notice, Email? email)
    {
        if (notice.Kind == MailEventKind.Complaint)
            email?.Complain(notice.At);
        else
            email?.Bounce(
                notice.Kind == MailEventKind.HardBounce,
                Limits.Cut(notice.Reason, Limits.Text),
                notice.At
            );
    }

    private static void Suppress(
        DashboardDbContext db,
        Dictionary<string, Suppression> suppressions,
        ProviderNotice notice,
        string? emailId
    )
    {
        // A soft bounce may succeed the next time.
        if (notice.Kind == MailEventKind.SoftBounce)
            return;
        var address = EmailAddress.Normalize(notice.Address);
        if (!suppressions.TryGetValue(address, out var suppression))
        {
            suppression = new Suppression { Address = address };
            suppressions.Add(address, suppression);
            db.Suppressions.Add(suppression);
        }
        var reason =
            notice.Kind == MailEventKind.Complaint
                ? SuppressionReason.Complaint
                : SuppressionReason.HardBounce;
        suppression.Begin(reason, Limits.Cut(notice.Reason, Limits.Text), emailId, notice.At);
    }

    private static IEnumerable<IncomingEvent> EventsOf(
        ProviderNotice notice,
        MatchedEmail? email,
        ILookup<string, EmailItem> items,
        DateTimeOffset now
    )
    {
        if (email is null)
            yield break;
        foreach (var item in items[email.Id])
        {
            yield return new IncomingEvent
            {
                // Further notices of the same kind about the same message are repeats.
                Key = $"{notice.Kind}:{email.Id}:{item.Position}",
                Type =
                    notice.Kind == MailEventKind.Complaint
                        ? EventTypes.EmailComplained
                        : EventTypes.EmailBounced,
                Source = EventSource.EmailProvider,
                UserId = email.UserId,
                ConnectionId = item.ConnectionId,
                LinkId = item.LinkId,
                // An older one is dated as late as events are at most: days before are counted for good.
                OccurredAt = notice.At > now - MaxAge ? notice.At : now - MaxAge,
                ReceivedAt = now,
            };
        }
    }

    private static async Task<HashSet<string>> KnownAsync(
        DashboardDbContext db,
        IReadOnlyList<ProviderNotice> notices,
        CancellationToken cancellationToken
    )
    {
        var keys = notices.Select(n => n.Receipt).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return await db
            .Receipts.AsNoTracking()
            .Where(r => keys.Contains(r.Key))
            .Select(r => r.Key)
            .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
    }

    private static async Task<ILookup<string, EmailItem>> ItemsAsync(
        DashboardDbContext db,
        List<ProviderNotice> notices,
        MatchedEmails emails,
        CancellationToken cancellationToken
    )
    {
        var ids = notices.Select(emails.Of).OfType<MatchedEmail>().Select(e => e.Id).Distinct().ToList();
        var items = await db
            .EmailItems.AsNoTracking()
            .Where(i => ids.Contains(i.EmailId))
            .ToListAsync(cancellationToken);
        return items.ToLookup(i => i.EmailId, StringComparer.Ordinal);
    }
}
