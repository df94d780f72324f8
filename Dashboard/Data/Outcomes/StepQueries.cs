using System.Linq.Expressions;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Outcomes;

/// <summary>How far episodes got: events and links of a time, read from indexes like the episodes.</summary>
internal static class StepQueries
{
    private static readonly string[] StepTypes =
    [
        EventTypes.ConnectionBroken,
        EventTypes.LinkCreated,
        EventTypes.LinkOpened,
        EventTypes.EmailSent,
        EventTypes.PortalLinkCreated,
        EventTypes.PortalStarted,
        EventTypes.PortalReturned,
    ];

    private static readonly Expression<Func<ConnectionEvent, StepRow>> ToStep = e => new StepRow(
        e.ConnectionId!,
        e.Type,
        e.OccurredAt,
        e.ReceivedAt,
        e.AttemptResult,
        e.LinkId
    );

    /// <summary>The events that tell how far episodes got, in no order.</summary>
    public static IQueryable<StepRow> Steps(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset until
    ) =>
        db
            .Events.AsNoTracking()
            .Where(e =>
                StepTypes.Contains(e.Type)
                && e.OccurredAt >= from
                && e.OccurredAt <= until
                && e.ConnectionId != null
            )
            .Select(ToStep);

    /// <summary>Failed attempts that SnapTrade reported, which are also made without our links.</summary>
    public static IQueryable<StepRow> FailedAttempts(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset until
    ) =>
        db
            .Events.AsNoTracking()
            .Where(e =>
                e.Type == EventTypes.ConnectionAttempted
                && e.OccurredAt >= from
                && e.OccurredAt <= until
                && e.ConnectionId != null
                && e.AttemptResult != null
                && e.AttemptResult != EventTypes.AttemptSuccess
            )
            .Select(ToStep);

    /// <summary>Both kinds of steps, of a few connections.</summary>
    public static IQueryable<StepRow> StepsOf(
        DashboardDbContext db,
        IReadOnlyCollection<string> connectionIds,
        DateTimeOffset from,
        DateTimeOffset until
    ) =>
        db
            .Events.AsNoTracking()
            .Where(e =>
                connectionIds.Contains(e.ConnectionId!) && e.OccurredAt >= from && e.OccurredAt <= until
            )
            // An expression, so that SQLite reads the events of the connections.
            .Where(e =>
                StepTypes.Contains(e.Type + "")
                || (
                    e.Type + "" == EventTypes.ConnectionAttempted
                    && e.AttemptResult != null
                    && e.AttemptResult != EventTypes.AttemptSuccess
                )
            )
            .Select(ToStep);

    public static IQueryable<LinkRow> LinksOf(
        DashboardDbContext db,
        IReadOnlyCollection<string> connectionIds,
        DateTimeOffset from,
        DateTimeOffset until
    ) =>
        db
            .ReconnectLinks.AsNoTracking()
            .Where(l => connectionIds.Contains(l.ConnectionId) && l.CreatedAt >= from && l.CreatedAt <= until)
            .Select(l => new LinkRow(l.Id, l.Origin, l.CreatedBy, l.ExpiresAt));

    public static IQueryable<LinkRow> Links(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset until
    ) =>
        db
            .ReconnectLinks.AsNoTracking()
            .Where(l => l.CreatedAt >= from && l.CreatedAt <= until)
            .Select(l => new LinkRow(l.Id, l.Origin, l.CreatedBy, l.ExpiresAt));

    internal sealed record StepRow(
        string ConnectionId,
        string Type,
        DateTimeOffset OccurredAt,
        DateTimeOffset ReceivedAt,
        string? Result,
        string? LinkId
    );

    internal sealed record LinkRow(string Id, LinkOrigin Origin, string CreatedBy, DateTimeOffset ExpiresAt);
}
