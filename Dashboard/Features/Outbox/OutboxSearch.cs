using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Outbox;

/// <summary>Builds the queries of the outbox for both databases.</summary>
internal static class OutboxSearch
{
    /// <summary>The e-mails after a position.</summary>
    /// <param name="found">The users whom the view's search finds; null without a search.</param>
    public static IQueryable<Email> Compose(
        DashboardDbContext db,
        OutboxView view,
        OutboxPosition? after,
        FoundUsers? found
    )
    {
        var emails = Narrow(db, view, found);
        return view.Order switch
        {
            OutboxSort.User => ByUser(emails, after),
            OutboxSort.Oldest => ByTime(emails, TimeOrder.Oldest, after),
            _ => ByTime(emails, TimeOrder.Newest, after),
        };
    }

    /// <summary>The e-mails created after a position.</summary>
    public static IQueryable<Email> Newer(
        DashboardDbContext db,
        OutboxView view,
        TimePosition? than,
        FoundUsers? found
    ) =>
        than is var (at, id)
            ? Narrow(db, view, found)
                .Where(e => e.CreatedAt >= at && (e.CreatedAt > at || string.Compare(e.Id, id) > 0))
            : Narrow(db, view, found);

    /// <summary>For each e-mail that was claimed since then, 1 when it was sent and 0 otherwise.</summary>
    // Without a condition on the state, for which SQLite would read all e-mails that were ever sent.
    public static IQueryable<int> SentSince(DashboardDbContext db, DateTimeOffset from) =>
        db.Emails.Where(e => e.ClaimedAt >= from).Select(e => e.State == EmailState.Sent ? 1 : 0);

    public static IQueryable<OutboxRow> Rows(DashboardDbContext db, IQueryable<Email> emails) =>
        emails.LeftJoin(
            db.SnapTradeUsers,
            e => e.UserId,
            u => u.Id,
            (e, u) => new OutboxRow(e, u!.Name, u.Email)
        );

    private static IQueryable<Email> ByTime(
        IQueryable<Email> emails,
        TimeOrder order,
        OutboxPosition? after
    ) =>
        emails.InOrder(
            order,
            e =>
                new()
                {
                    Row = e,
                    At = e.CreatedAt,
                    Id = e.Id,
                },
            after?.Created
        );

    // The outer bound repeats an inner one so that an index can seek; a user has few e-mails. All columns have one direction,
    // because SQL Server reads an index in one.
    private static IQueryable<Email> ByUser(IQueryable<Email> emails, OutboxPosition? after)
    {
        if (after is var ((at, id), userId))
            emails = emails.Where(e =>
                string.Compare(e.UserId, userId) >= 0
                && (
                    string.Compare(e.UserId, userId) > 0
                    || e.CreatedAt > at
                    || (e.CreatedAt == at && string.Compare(e.Id, id) > 0)
                )
            );
        return emails.OrderBy(e => e.UserId).ThenBy(e => e.CreatedAt).ThenBy(e => e.Id);
    }

    private static IQueryable<Email> Narrow(DashboardDbContext db, OutboxView view, FoundUsers? found)
    {
        var emails = OfKind(db.Emails.AsNoTracking(), view.Kind);
        if (view.Trigger is { } trigger)
            emails = emails.Where(e => e.Trigger == trigger);
        if (view.Since is { } since)
            emails = emails.Where(e => e.CreatedAt >= since);
        if (view.Search is not { } search || found is null)
            return emails;
        // An e-mail may have gone to an address that its user no longer has.
        var normal = EmailAddress.Normalize(search);
        var ofUser = found.Test(db).Of((Email e) => e.UserId);
        return emails.Where(ofUser.Or(e => e.Address == search || e.Address == normal));
    }

    private static IQueryable<Email> OfKind(IQueryable<Email> emails, OutboxKind kind) =>
        kind switch
        {
            OutboxKind.All => emails,
            OutboxKind.Waiting => emails.Where(e =>
                e.State == EmailState.Queued || e.State == EmailState.Sending
            ),
            OutboxKind.Bounced => emails.Where(e => e.BouncedAt != null),
            OutboxKind.Sent => emails.Where(e => e.State == EmailState.Sent),
            OutboxKind.Skipped => emails.Where(e => e.State == EmailState.Skipped),
            OutboxKind.Failed => emails.Where(e => e.State == EmailState.Failed),
            OutboxKind.Unsure => emails.Where(e => e.State == EmailState.Unsure),
            _ => emails.Where(e => e.State == EmailState.Cancelled),
        };
}
