using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.History;

/// <summary>An e-mail about the connection, sent or about to be sent after the event.</summary>
public sealed record EventEmail(string Id, EmailState State, DateTimeOffset At);

/// <summary>What an event led to, while nothing else changed the health of its connection.</summary>
/// <param name="Episode">The stretch of being disabled that it began, ended or happened in; null: none.</param>
/// <param name="Check">The first check with SnapTrade after it that found something; null: none.</param>
/// <param name="NextChange">The next event that changed the health; null: none yet.</param>
/// <param name="Emails">E-mails until then, the earliest first.</param>
/// <param name="Links">How many links were made until then, without those of e-mails.</param>
public sealed record EventConsequences(
    Episode? Episode,
    EventRow? Check,
    EventRow? NextChange,
    IReadOnlyList<EventEmail> Emails,
    int Links
);

/// <summary>An event with what it led to and what happened around it.</summary>
/// <param name="Health">The connection's health now; null without a connection.</param>
/// <param name="Consequences">Null without a connection.</param>
/// <param name="OfConnection">The event and its neighbours of the same connection, newest first; empty without one.</param>
/// <param name="OfUser">Its neighbours of the same user beside that connection, newest first.</param>
public sealed record EventDetail(
    EventRow Event,
    Health? Health,
    EventConsequences? Consequences,
    IReadOnlyList<EventRow> OfConnection,
    IReadOnlyList<EventRow> OfUser
);

/// <summary>Reads one event. Everything is found by indexes of its connection and its user, and has limits.</summary>
public sealed class EventDetails(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <summary>How many neighbours are shown before the event and after it.</summary>
    public const int MaxNeighbours = 5;

    /// <summary>How many e-mails are shown.</summary>
    public const int MaxEmails = 10;

    /// <returns>Null when there is no such event.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<EventDetail?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewHistory);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await EventRows
            .NewestFirst(db, db.Events.AsNoTracking().Where(e => e.Id == id), after: null)
            .SingleOrDefaultAsync(cancellationToken);
        if (row is null)
            return null;
        var ofUser = await EventNeighbours.OfUserAsync(db, row, cancellationToken);
        if (row.ConnectionId is not { } connectionId)
            return new(row, Health: null, Consequences: null, OfConnection: [], ofUser);
        var health = await db
            .Connections.Where(c => c.Id == connectionId)
            .Select(c => (Health?)c.Health)
            .SingleOrDefaultAsync(cancellationToken);
        return new(
            row,
            health,
            await ConsequencesAsync(db, row, connectionId, cancellationToken),
            await EventNeighbours.OfConnectionAsync(db, row, connectionId, cancellationToken),
            ofUser
        );
    }

    private static async Task<EventConsequences> ConsequencesAsync(
        DashboardDbContext db,
        EventRow row,
        string connectionId,
        CancellationToken cancellationToken
    )
    {
        var at = row.OccurredAt;
        var later = EventNeighbours.Later(
            db.Events.AsNoTracking().Where(e => e.ConnectionId == connectionId),
            row.Position
        );
        var change = await EventNeighbours.FirstAsync(
            db,
            later.Where(e => EF.Constant(EventNeighbours.Changes).Contains(e.Effect)),
            cancellationToken
        );
        var check = await EventNeighbours.FirstAsync(
            db,
            later.Where(e => e.Source == EventSource.Poll),
            cancellationToken
        );
        var episode = await db
            .Episodes.AsNoTracking()
            .Where(e =>
                e.ConnectionId == connectionId && e.StartedAt <= at && (e.EndedAt == null || e.EndedAt >= at)
            )
            .OrderByDescending(e => e.StartedAt)
            .FirstOrDefaultAsync(cancellationToken);
        var until = change?.OccurredAt ?? DateTimeOffset.MaxValue;
        var links = db.ReconnectLinks.Where(l =>
            l.ConnectionId == connectionId && l.CreatedAt >= at && l.CreatedAt < until
        );
        return new(
            episode,
            check,
            change,
            await EmailsAsync(db, links.Select(l => l.EmailId), cancellationToken),
            await links.CountAsync(l => l.EmailId == null, cancellationToken)
        );
    }

    private static async Task<IReadOnlyList<EventEmail>> EmailsAsync(
        DashboardDbContext db,
        IQueryable<string?> ids,
        CancellationToken cancellationToken
    ) =>
        await db
            .Emails.AsNoTracking()
            .Where(e => ids.Contains(e.Id))
            .OrderBy(e => e.CreatedAt)
            .Select(e => new EventEmail(e.Id, e.State, e.FinishedAt ?? e.CreatedAt))
            .Take(MaxEmails)
            .ToListAsync(cancellationToken);
}
