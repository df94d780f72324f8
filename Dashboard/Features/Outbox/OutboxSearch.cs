using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Emails;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Outbox;

/// <summary>Builds the queries of the outbox for both databases.</summary>
internal static class OutboxSearch
{
    public static IQueryable<Email> Compose(DashboardDbContext db, OutboxView view, OutboxPosition? after)
    {
        var emails = Narrow(db, view);
        // The outer bound repeats the inner ones so that an index can seek.
        if (after is var (at, id))
            emails = emails.Where(e =>
                e.CreatedAt <= at && (e.CreatedAt < at || string.Compare(e.Id, id) < 0)
            );
        return emails.OrderByDescending(e => e.CreatedAt).ThenByDescending(e => e.Id);
    }

    /// <summary>The e-mails created after a position.</summary>
    public static IQueryable<Email> Newer(DashboardDbContext db, OutboxView view, OutboxPosition? than) =>
        than is var (at, id)
            ? Narrow(db, view)
                .Where(e => e.CreatedAt >= at && (e.CreatedAt > at || string.Compare(e.Id, id) > 0))
            : Narrow(db, view);

    public static IQueryable<OutboxRow> Rows(DashboardDbContext db, IQueryable<Email> emails) =>
        emails.LeftJoin(
            db.SnapTradeUsers,
            e => e.UserId,
            u => u.Id,
            (e, u) => new OutboxRow(e, u!.Name, u.Email)
        );

    private static IQueryable<Email> Narrow(DashboardDbContext db, OutboxView view)
    {
        var emails = OfKind(db.Emails.AsNoTracking(), view.Kind);
        if (view.Trigger is { } trigger)
            emails = emails.Where(e => e.Trigger == trigger);
        if (view.Search is not { } search)
            return emails;
        var part = LikePattern.Containing(SearchText.Of(search));
        var normal = EmailAddress.Normalize(search);
        var users = db
            .SnapTradeUsers.Where(u => EF.Functions.Like(u.SearchText, part, LikePattern.Escape))
            .Select(u => u.Id);
        return emails.Where(e =>
            users.Contains(e.UserId) || e.UserId == search || e.Address == search || e.Address == normal
        );
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
