using Dashboard.Domain.Emails;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>
/// The personal data of a user outside the user's row. Read before that row is erased, and removed
/// in the same transaction. Events, episodes, links and the fact that e-mails were sent remain: they identify
/// the person only by the userId.
/// </summary>
internal sealed class PersonalTraces
{
    /// <summary>Replaces personal text in required columns.</summary>
    public const string Erased = "(erased)";

    private readonly string _userId;
    private readonly string? _name;
    private readonly IReadOnlyList<string> _addresses;

    private PersonalTraces(string userId, string? name, IReadOnlyList<string> addresses) =>
        (_userId, _name, _addresses) = (userId, name, addresses);

    /// <summary>Finds the addresses of e-mails to the person, in addition to the current one.</summary>
    public static async Task<PersonalTraces> FindAsync(
        DashboardDbContext db,
        SnapTradeUser user,
        CancellationToken cancellationToken
    )
    {
        var sentTo = await db
            .Emails.AsNoTracking()
            .Where(e => e.UserId == user.Id && e.Address != null)
            .Select(e => e.Address!)
            .Distinct()
            .ToListAsync(cancellationToken);
        var all = user.Email is { } own ? sentTo.Append(own) : sentTo;
        return new(
            user.Id,
            user.Name,
            [.. all.Select(EmailAddress.Normalize).Distinct(StringComparer.Ordinal)]
        );
    }

    /// <summary>
    /// Whether an address of this person was suppressed by an admin or after a complaint, which must remain in effect after
    /// the address is erased.
    /// </summary>
    public Task<bool> IsUnwillingAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
        db.Suppressions.AnyAsync(
            s =>
                _addresses.Contains(s.Address)
                && s.LiftedAt == null
                && s.Reason != SuppressionReason.HardBounce,
            cancellationToken
        );

    /// <summary>Removes them.</summary>
    /// <param name="db">The context of the transaction that erases the user's row.</param>
    /// <param name="until">Later data belongs to a new registration under the same id.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task RemoveAsync(
        DashboardDbContext db,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        await RemoveFromEmailsAsync(db, until, cancellationToken);
        await RemoveFromBatchesAsync(db, cancellationToken);
        var connections = db.Connections.Where(c => c.UserId == _userId).Select(c => c.Id);
        await db
            .Triages.Where(t => t.Note != null && connections.Contains(t.ConnectionId))
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(t => t.Note, (string?)null)
                        .SetProperty(t => t.NoteBy, (string?)null)
                        .SetProperty(t => t.NoteAt, (DateTimeOffset?)null)
                        .SetProperty(t => t.Version, t => t.Version + 1),
                cancellationToken
            );
        await db
            .PastNotes.Where(n => connections.Contains(n.ConnectionId))
            .ExecuteDeleteAsync(cancellationToken);
        await PersonalViews.RemoveAsync(db, _addresses.Append(_name).OfType<string>(), cancellationToken);
        await RemoveSuppressionsAsync(db, cancellationToken);
    }

    // Errors and bounce reasons quote the mail server, which may include the address.
    private Task RemoveFromEmailsAsync(
        DashboardDbContext db,
        DateTimeOffset until,
        CancellationToken cancellationToken
    ) =>
        db
            .Emails.Where(e => e.UserId == _userId && e.CreatedAt <= until)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(e => e.Address, (string?)null)
                        .SetProperty(e => e.AddressDomain, (string?)null)
                        .SetProperty(e => e.LastError, (string?)null)
                        .SetProperty(e => e.BounceReason, (string?)null)
                        .SetProperty(e => e.OverrideReason, e => e.OverrideReason == null ? null : Erased),
                cancellationToken
            );

    // A batch for one person is named after them, and one for a search after the search text.
    private async Task RemoveFromBatchesAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var batches = db
            .Emails.Where(e => e.UserId == _userId && e.BatchId != null)
            .Select(e => e.BatchId)
            .Distinct();
        foreach (var words in _addresses.Append(_name?.ToLowerInvariant()).OfType<string>())
            await db
                .EmailBatches.Where(b =>
                    batches.Contains(b.Id) && (b.Queued == 1 || b.Audience.ToLower().Contains(words))
                )
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(b => b.Audience, Erased)
                            .SetProperty(b => b.OverrideReason, (string?)null),
                    cancellationToken
                );
    }

    // An address that other users share remains.
    private async Task RemoveSuppressionsAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        foreach (var address in _addresses)
        {
            var suppressed = await db.Suppressions.AnyAsync(s => s.Address == address, cancellationToken);
            if (!suppressed || await Others(db, _userId, address).AnyAsync(cancellationToken))
                continue;
            await db.Suppressions.Where(s => s.Address == address).ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <summary>Other users with an address.</summary>
    /// <param name="address">See <see cref="EmailAddress.Normalize"/>.</param>
    internal static IQueryable<SnapTradeUser> Others(DashboardDbContext db, string userId, string address) =>
        db.SnapTradeUsers.Where(u => u.NormalizedEmail == address && u.Id != userId);
}
