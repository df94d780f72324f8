using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.BlockedAddresses;

/// <summary>Lists blocked addresses, blocks addresses manually and unblocks them.</summary>
public sealed class SuppressedAddresses(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    TimeProvider time
)
{
    public const int MaxNoteLength = 200;

    /// <summary>Reads one page of the suppressions in force.</summary>
    /// <param name="view">Which, and in which order.</param>
    /// <param name="after">Where the page begins; null: at the first of the order.</param>
    /// <param name="limit">The maximum number of rows, at least 1.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<Suppression, TimePosition>> PageAsync(
        SuppressedView view,
        TimePosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Compose(db, view, after)
            .ToPageAsync(limit, s => new TimePosition(s.Since, s.Address), cancellationToken);
    }

    /// <summary>Lifts a suppression; does nothing when there is none.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task LiftAsync(string address, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.SendEmails);
        await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var found = await db.Suppressions.SingleOrDefaultAsync(
                    s => s.Address == address && s.LiftedAt == null,
                    token
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
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );
    }

    /// <summary>Suppresses an address by hand.</summary>
    /// <param name="address">Must be valid: see <see cref="IsAddress"/>.</param>
    /// <param name="note">The reason, for the team; may be empty.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>False when the address was already suppressed.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<bool> AddAsync(string address, string? note, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.SendEmails);
        var key = EmailAddress.Normalize(address);
        var detail = string.IsNullOrWhiteSpace(note) ? null : Limits.Cut(note.Trim(), MaxNoteLength);
        return await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var found = await db.Suppressions.SingleOrDefaultAsync(s => s.Address == key, token);
                if (found?.IsInForce == true)
                    return false;
                if (found is null)
                    db.Add(found = new Suppression { Address = key });
                found.Begin(SuppressionReason.ByHand, detail, emailId: null, time.GetUtcNow());
                audit.Add(db, AuditActions.SuppressAddress, SubjectOf(key));
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );
    }

    /// <summary>Whether the text is a valid e-mail address.</summary>
    public static bool IsAddress(string? text) =>
        text is { Length: > 2 and <= Limits.Id }
        && EmailAddress.Read(text) is { } address
        && address == EmailAddress.Tidy(text);

    internal static IQueryable<Suppression> Compose(
        DashboardDbContext db,
        SuppressedView view,
        TimePosition? after
    )
    {
        var rows = db.Suppressions.AsNoTracking().Where(s => s.LiftedAt == null);
        if (view.Start is { } start)
        {
            // A range instead of LIKE, so that both databases use the key.
            var first = EmailAddress.Normalize(start);
            var last = first + "\uffff";
            rows = rows.Where(s =>
                string.Compare(s.Address, first) >= 0 && string.Compare(s.Address, last) < 0
            );
        }
        return view.Sort switch
        {
            SuppressedSort.Address => ByAddress(rows, after?.Id),
            SuppressedSort.Oldest => ByTime(rows, TimeOrder.Oldest, after),
            _ => ByTime(rows, TimeOrder.Newest, after),
        };
    }

    private static IQueryable<Suppression> ByAddress(IQueryable<Suppression> rows, string? after)
    {
        if (after is not null)
            rows = rows.Where(s => string.Compare(s.Address, after) > 0);
        return rows.OrderBy(s => s.Address);
    }

    private static IQueryable<Suppression> ByTime(
        IQueryable<Suppression> rows,
        TimeOrder order,
        TimePosition? after
    ) =>
        rows.InOrder(
            order,
            s =>
                new()
                {
                    Row = s,
                    At = s.Since,
                    Id = s.Address,
                },
            after
        );

    // Entries of the audit trail cannot be erased, so they do not hold the whole address.
    private static string SubjectOf(string address) => $"address:…@{EmailAddress.DomainOf(address)}";
}
