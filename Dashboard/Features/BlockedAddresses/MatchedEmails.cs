using Dashboard.Data;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.BlockedAddresses;

/// <summary>An e-mail that a notice refers to.</summary>
internal sealed record MatchedEmail(string Id, string UserId, string? Address, DateTimeOffset CreatedAt);

/// <summary>
/// Finds the e-mails that notices refer to: by Message-ID or, because many providers replace it, the latest one to the
/// address before the notice.
/// </summary>
internal sealed class MatchedEmails
{
    // Providers give up on a message after some days, so older e-mails cannot bounce any more.
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);
    private readonly Dictionary<string, MatchedEmail> _byId;
    private readonly ILookup<string, MatchedEmail> _byAddress;

    private MatchedEmails(IEnumerable<MatchedEmail> named, IEnumerable<MatchedEmail> addressed)
    {
        _byId = named.ToDictionary(e => e.Id, StringComparer.Ordinal);
        _byAddress = addressed.ToLookup(e => EmailAddress.Normalize(e.Address!), StringComparer.Ordinal);
    }

    public static async Task<MatchedEmails> FindAsync(
        DashboardDbContext db,
        IReadOnlyList<ProviderNotice> notices,
        CancellationToken cancellationToken
    )
    {
        var ids = notices.Select(n => n.MessageKey).OfType<string>().Distinct().ToList();
        var named = await Facts(db.Emails.Where(e => ids.Contains(e.Id))).ToListAsync(cancellationToken);
        // E-mails keep the address as it was entered, which may differ from the normalized form; users have both.
        var addresses = notices.SelectMany(n => EmailAddress.Spellings(n.Address)).Distinct().ToList();
        var normal = notices.Select(n => EmailAddress.Normalize(n.Address)).Distinct().ToList();
        var users = db.SnapTradeUsers.Where(u => normal.Contains(u.NormalizedEmail!)).Select(u => u.Id);
        var from = notices.Min(n => n.At) - MaxAge;
        var addressed = await Facts(
                db.Emails.Where(e =>
                    e.Address != null
                    && (addresses.Contains(e.Address) || users.Contains(e.UserId))
                    && e.CreatedAt >= from
                )
            )
            .ToListAsync(cancellationToken);
        return new MatchedEmails(named, addressed);
    }

    /// <summary>Returns null for a message that is not ours or no longer known.</summary>
    public MatchedEmail? Of(ProviderNotice notice) =>
        notice.MessageKey is { } id && _byId.TryGetValue(id, out var named)
            ? named
            : _byAddress[EmailAddress.Normalize(notice.Address)]
                .Where(e => e.CreatedAt <= notice.At + ReconnectLink.ClockSkew)
                .MaxBy(e => e.CreatedAt);

    private static IQueryable<MatchedEmail> Facts(IQueryable<Email> emails) =>
        emails.AsNoTracking().Select(e => new MatchedEmail(e.Id, e.UserId, e.Address, e.CreatedAt));
}
