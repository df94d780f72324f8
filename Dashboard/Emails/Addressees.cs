using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails;

/// <summary>
/// Reads what decides whether users get an e-mail, for the preview, the policy and the dispatcher.
/// </summary>
internal sealed class Addressees(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    /// <summary>The maximum number of users per call.</summary>
    public const int MaxAtOnce = 500;

    /// <summary>
    /// The age up to which messages count: longer than any cool-down and than the week of the weekly limit. Messages that
    /// list a connection count for as long as it is broken.
    /// </summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    // Messages that were sent, or may have been.
    private static readonly EmailState[] Counted = [EmailState.Sent, EmailState.Unsure];

    /// <summary>Reads users by id; unknown users are left out.</summary>
    /// <param name="userIds">At most <see cref="MaxAtOnce"/>.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<IReadOnlyDictionary<string, Addressee>> LoadAsync(
        IReadOnlyCollection<string> userIds,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await LoadAsync(db, userIds, cancellationToken);
    }

    /// <summary>Reads within the caller's transaction.</summary>
    public async Task<IReadOnlyDictionary<string, Addressee>> LoadAsync(
        DashboardDbContext db,
        IReadOnlyCollection<string> userIds,
        CancellationToken cancellationToken
    )
    {
        if (userIds.Count > MaxAtOnce)
            throw new ArgumentException($"At most {MaxAtOnce} users at once.", nameof(userIds));
        var users = await db
            .SnapTradeUsers.AsNoTracking()
            .Where(u => userIds.Contains(u.Id))
            .ToListAsync(cancellationToken);
        var connections = await BrokenAsync(db, userIds, cancellationToken);
        var oldest = connections.Select(b => b.Connection.Since).Append(time.GetUtcNow()).Min();
        var broken = connections.ToLookup(b => b.UserId);
        var mails = (await MailsAsync(db, userIds, oldest - MaxAge, cancellationToken)).ToLookup(m =>
            m.UserId
        );
        var lastMails = await LastMailsAsync(db, userIds, oldest - MaxAge, cancellationToken);
        var suppressed = await SuppressedAsync(db, users, cancellationToken);
        return users.ToDictionary(
            u => u.Id,
            u => new Addressee
            {
                UserId = u.Id,
                Name = u.Name,
                Address = u.Email,
                Locale = u.Locale,
                TimeZone = u.TimeZone,
                HasOptedOut = u.OptedOutAt is not null,
                IsSuppressed = u.Email is { } email && suppressed.Contains(EmailAddress.Normalize(email)),
                CanReconnect = u.CanAskSnapTrade,
                Broken =
                [
                    .. broken[u.Id]
                        .Select(b =>
                            b.Connection with
                            {
                                LastMailAt = lastMails.TryGetValue(b.Connection.ConnectionId, out var last)
                                    ? last
                                    : null,
                            }
                        )
                        .OrderBy(c => c.Since),
                ],
                Mails = [.. mails[u.Id].Where(m => !m.IsOpen).Select(m => m.At).OrderDescending()],
                HasOpenMail = mails[u.Id].Any(m => m.IsOpen),
            },
            StringComparer.Ordinal
        );
    }

    private async Task<List<BrokenOf>> BrokenAsync(
        DashboardDbContext db,
        IReadOnlyCollection<string> userIds,
        CancellationToken cancellationToken
    )
    {
        var incidents = IncidentRows.Open(db);
        var rows = await (
            from connection in db.Connections.AsNoTracking()
            where userIds.Contains(connection.UserId) && connection.Health == Health.Disabled
            join b in db.Brokerages.AsNoTracking() on connection.BrokerageId equals b.Id into brokerages
            from brokerage in brokerages.DefaultIfEmpty()
            join t in db.Triages.AsNoTracking() on connection.Id equals t.ConnectionId into triages
            from triage in triages.DefaultIfEmpty()
            select new
            {
                connection.Id,
                connection.UserId,
                connection.BrokerageId,
                connection.Since,
                Name = brokerage == null ? null : brokerage.Name,
                InMaintenance = brokerage != null && brokerage.InMaintenance,
                Triage = triage,
                IsHeld = connection.BrokerageId != null
                    && incidents.Any(i => i.BrokerageId == connection.BrokerageId),
            }
        ).ToListAsync(cancellationToken);
        var duplicates = await DuplicateSearch.LoadAsync(db, rows.ConvertAll(r => r.Id), cancellationToken);
        var now = time.GetUtcNow();
        return rows.ConvertAll(r => new BrokenOf(
            r.UserId,
            new BrokenConnection(
                r.Id,
                r.BrokerageId,
                r.Name,
                r.Since,
                r.IsHeld,
                r.InMaintenance,
                r.Triage?.IsSnoozed(r.Since, now) == true,
                duplicates.ContainsKey(r.Id)
            )
        ));
    }

    private static async Task<List<MailOf>> MailsAsync(
        DashboardDbContext db,
        IReadOnlyCollection<string> userIds,
        DateTimeOffset from,
        CancellationToken cancellationToken
    ) =>
        await db
            .Emails.AsNoTracking()
            .Where(e => userIds.Contains(e.UserId))
            .Where(e =>
                e.State == EmailState.Queued
                || e.State == EmailState.Sending
                || (Counted.Contains(e.State) && e.CreatedAt >= from)
            )
            .Select(e => new MailOf(
                e.UserId,
                e.FinishedAt ?? e.CreatedAt,
                e.State == EmailState.Queued || e.State == EmailState.Sending
            ))
            .ToListAsync(cancellationToken);

    // Per connection: a message that left a connection out does not count for it.
    private static async Task<Dictionary<string, DateTimeOffset>> LastMailsAsync(
        DashboardDbContext db,
        IReadOnlyCollection<string> userIds,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var listed = await (
            from email in db.Emails.AsNoTracking()
            where userIds.Contains(email.UserId) && Counted.Contains(email.State) && email.CreatedAt >= since
            join item in db.EmailItems.AsNoTracking() on email.Id equals item.EmailId
            select new { item.ConnectionId, At = email.FinishedAt ?? email.CreatedAt }
        ).ToListAsync(cancellationToken);
        return listed
            .GroupBy(l => l.ConnectionId, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Max(l => l.At), StringComparer.Ordinal);
    }

    private static async Task<HashSet<string>> SuppressedAsync(
        DashboardDbContext db,
        List<SnapTradeUser> users,
        CancellationToken cancellationToken
    )
    {
        var addresses = users.Select(u => u.Email).OfType<string>().Select(EmailAddress.Normalize).ToList();
        return await db
            .Suppressions.AsNoTracking()
            .Where(s => addresses.Contains(s.Address) && s.LiftedAt == null)
            .Select(s => s.Address)
            .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
    }

    private sealed record BrokenOf(string UserId, BrokenConnection Connection);

    private sealed record MailOf(string UserId, DateTimeOffset At, bool IsOpen);
}
