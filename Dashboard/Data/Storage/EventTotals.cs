using System.Text.Json;
using Dashboard.Data.Outcomes;
using Dashboard.Domain.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Storage;

/// <summary>Events of a day by type; kept for good, also after the events are deleted.</summary>
internal sealed record EventDay(Dictionary<string, long> Counts);

/// <summary>What was deleted of a type in all.</summary>
/// <param name="Before">Events before this time are deleted, except those that something unfinished may need.</param>
internal sealed record DeletedEvents(long Count, DateTimeOffset Before, DateTimeOffset At);

/// <summary>
/// Counts events by day and type once a day is over, each by a range of an index, so that totals need no reading of the
/// history.
/// </summary>
internal static class EventTotals
{
    public const string DayPrefix = "events/";
    public const string DeletedPrefix = "events-deleted/";

    // As late as Webhooks__MaxAge lets events be at most.
    private static readonly TimeSpan LateFor = TimeSpan.FromDays(31);

    /// <summary>Counts days that are over and not counted yet, oldest first.</summary>
    /// <returns>Whether more remain.</returns>
    public static async Task<bool> CountDaysAsync(
        IDbContextFactory<DashboardDbContext> contexts,
        KeptFigures kept,
        DateTimeOffset now,
        int atMost,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await NextDayAsync(db, cancellationToken) is not { } day)
            return false;
        var types = await EventTypesStored.ReadAsync(db, cancellationToken);
        var end = now - LateFor;
        for (var counted = 0; day.AddDays(1) <= end; day = day.AddDays(1), counted++)
        {
            if (counted == atMost)
                return true;
            var counts = await CountAsync(db, types, day, day.AddDays(1), cancellationToken);
            var id = KeptFigures.DayId(DayPrefix, day);
            await kept.ReplaceAsync(id, [KeptFigures.Of(id, day, new EventDay(counts))], cancellationToken);
        }
        return false;
    }

    /// <summary>How many events of each type are stored.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> StoredAsync(
        IDbContextFactory<DashboardDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var totals = new Dictionary<string, long>(StringComparer.Ordinal);
        var days = await ReadAsync<EventDay>(db, DayPrefix, cancellationToken);
        foreach (var (type, count) in days.SelectMany(d => d.Value.Counts))
            totals[type] = totals.GetValueOrDefault(type) + count;
        foreach (var (type, deleted) in await ReadAsync<DeletedEvents>(db, DeletedPrefix, cancellationToken))
            totals[type] = totals.GetValueOrDefault(type) - deleted.Count;
        if (await NextDayAsync(db, cancellationToken) is { } open)
        {
            var types = await EventTypesStored.ReadAsync(db, cancellationToken);
            foreach (var (type, count) in await CountAsync(db, types, open, null, cancellationToken))
                totals[type] = totals.GetValueOrDefault(type) + count;
        }
        return totals.Where(t => t.Value != 0).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Notes in the caller's transaction that events are gone.</summary>
    /// <param name="before">Null: what is deleted is not changed by this.</param>
    public static async Task NoteDeletedAsync(
        DashboardDbContext db,
        string type,
        long count,
        DateTimeOffset? before,
        CancellationToken cancellationToken
    )
    {
        if (count == 0)
            return;
        var known = (await ReadAsync<DeletedEvents>(db, DeletedPrefix, cancellationToken)).GetValueOrDefault(
            type
        );
        var next = new DeletedEvents(
            (known?.Count ?? 0) + count,
            before ?? known?.Before ?? DateTimeOffset.MinValue,
            before ?? known?.At ?? DateTimeOffset.MinValue
        );
        await db.Set<KeptFigure>()
            .Where(f => f.Id == DeletedPrefix + type)
            .ExecuteDeleteAsync(cancellationToken);
        db.Set<KeptFigure>().Add(KeptFigures.Of(DeletedPrefix + type, next.At, next));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Figures whose names begin so, by the rest of their names.</summary>
    public static async Task<Dictionary<string, T>> ReadAsync<T>(
        DashboardDbContext db,
        string prefix,
        CancellationToken cancellationToken
    ) =>
        (
            await db.Set<KeptFigure>()
                .AsNoTracking()
                .Where(f => f.Id.StartsWith(prefix))
                .Select(f => new { f.Id, f.Json })
                .ToListAsync(cancellationToken)
        ).ToDictionary(
            f => f.Id[prefix.Length..],
            f => JsonSerializer.Deserialize<T>(f.Json)!,
            StringComparer.Ordinal
        );

    private static async Task<Dictionary<string, long>> CountAsync(
        DashboardDbContext db,
        IReadOnlyList<string> types,
        DateTimeOffset from,
        DateTimeOffset? to,
        CancellationToken cancellationToken
    )
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var type in types)
        {
            var some = db.Events.Where(e => e.Type == type && e.OccurredAt >= from);
            if (to is { } end)
                some = some.Where(e => e.OccurredAt < end);
            if (await some.LongCountAsync(cancellationToken) is > 0 and var count)
                counts[type] = count;
        }
        return counts;
    }

    /// <summary>The end of the days that are counted; null before the first.</summary>
    public static async Task<DateTimeOffset?> CountedUntilAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    )
    {
        var last = await db.Set<KeptFigure>()
            .Where(f => f.Id.StartsWith(DayPrefix))
            .MaxAsync(f => (DateTimeOffset?)f.AsOf, cancellationToken);
        return last?.AddDays(1);
    }

    /// <summary>The first day that is not counted; null without events.</summary>
    private static async Task<DateTimeOffset?> NextDayAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    )
    {
        if (await CountedUntilAsync(db, cancellationToken) is { } next)
            return next;
        var first = await db
            .Events.OrderBy(e => e.OccurredAt)
            .Select(e => (DateTimeOffset?)e.OccurredAt)
            .FirstOrDefaultAsync(cancellationToken);
        return first is { } at ? new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero) : null;
    }
}
