using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.BlockedAddresses;

/// <summary>Where an address stands in the list.</summary>
public sealed record SuppressionPosition(DateTimeOffset Since, string Address);

/// <param name="Rows">The latest first.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
public sealed record SuppressionSlice(IReadOnlyList<Suppression> Rows, SuppressionPosition? Next);

/// <summary>Addresses that get nothing from us: who they are, and what admins change about it.</summary>
public sealed class SuppressedAddresses(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    TimeProvider time
)
{
    public const int MaxNoteLength = 200;

    /// <summary>One page of what is in force, the latest first.</summary>
    /// <param name="start">What the address begins with; null for all.</param>
    /// <param name="after">The place of the page before.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task<SuppressionSlice> PageAsync(
        string? start,
        SuppressionPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Compose(db, start, after).Take(limit + 1).ToListAsync(cancellationToken);
        if (rows.Count <= limit)
            return new SuppressionSlice(rows, Next: null);
        rows.RemoveAt(limit);
        return new SuppressionSlice(rows, new SuppressionPosition(rows[^1].Since, rows[^1].Address));
    }

    /// <summary>Lets an address get e-mails again; twice is the same as once.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task LiftAsync(string address, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.SendEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Suppressions.SingleOrDefaultAsync(
            s => s.Address == address && s.LiftedAt == null,
            cancellationToken
        );
        if (found is null)
            return;
        found.Lift(actor.Name, time.GetUtcNow());
        audit.Add(
            db,
            AuditActions.LiftSuppression,
            SubjectOf(address),
            before: new { found.Reason, found.Since }
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Suppresses an address by hand.</summary>
    /// <param name="address">Found to be one: see <see cref="IsAddress"/>.</param>
    /// <param name="note">Why, for others; may be empty.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>False when it was suppressed already; nothing changed then.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<bool> AddAsync(string address, string? note, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.SendEmails);
        var key = EmailAddress.Normalize(address);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Suppressions.SingleOrDefaultAsync(s => s.Address == key, cancellationToken);
        if (found?.IsInForce == true)
            return false;
        if (found is null)
            db.Add(found = new Suppression { Address = key });
        var detail = string.IsNullOrWhiteSpace(note) ? null : Limits.Cut(note.Trim(), MaxNoteLength);
        found.Begin(SuppressionReason.ByHand, detail, emailId: null, time.GetUtcNow());
        audit.Add(db, AuditActions.SuppressAddress, SubjectOf(key));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (db.IsUniqueViolation(exception))
        {
            // A bounce was faster.
            return false;
        }
    }

    /// <summary>Whether an e-mail can go there at all.</summary>
    public static bool IsAddress(string? text) =>
        text?.Trim() is { Length: > 2 and <= Limits.Id } trimmed
        && System.Net.Mail.MailAddress.TryCreate(trimmed, out var address)
        && address.Address == trimmed
        && !trimmed.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));

    internal static IQueryable<Suppression> Compose(
        DashboardDbContext db,
        string? start,
        SuppressionPosition? after
    )
    {
        var rows = db.Suppressions.AsNoTracking().Where(s => s.LiftedAt == null);
        if (start is { Length: > 0 })
        {
            // As a range and not by LIKE, so that the key finds it on both databases.
            var first = EmailAddress.Normalize(start);
            var last = first + "\uffff";
            rows = rows.Where(s =>
                string.Compare(s.Address, first) >= 0 && string.Compare(s.Address, last) < 0
            );
        }
        if (after is var (since, address))
            rows = rows.Where(s =>
                s.Since <= since && (s.Since < since || string.Compare(s.Address, address) < 0)
            );
        return rows.OrderByDescending(s => s.Since).ThenByDescending(s => s.Address);
    }

    // The trail can't forget: whose address it was is in the list of suppressed ones, and goes with the person.
    private static string SubjectOf(string address) => $"address:…@{EmailAddress.DomainOf(address)}";
}
