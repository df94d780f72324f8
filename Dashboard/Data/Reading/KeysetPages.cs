using System.Linq.Expressions;
using Dashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Reading;

/// <summary>A row with its place in a list that is ordered by time.</summary>
/// <remarks>Has no constructor with parameters, so that queries can continue with its properties.</remarks>
public sealed record Timed<TRow>
{
    public required TRow Row { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Id { get; init; }
}

/// <summary>Cuts ordered queries into pages that continue after a position.</summary>
public static class KeysetPages
{
    /// <summary>Reads one page and one more row, which shows whether another page follows.</summary>
    /// <param name="rows">Ordered and filtered to the rows after the previous page.</param>
    /// <param name="limit">The maximum number of rows, at least 1.</param>
    /// <param name="positionOf">Returns the position of a row in the order.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<Page<TRow, TPosition>> ToPageAsync<TRow, TPosition>(
        this IQueryable<TRow> rows,
        int limit,
        Func<TRow, TPosition> positionOf,
        CancellationToken cancellationToken
    )
        where TPosition : class
    {
        var read = await rows.Take(limit + 1).ToListAsync(cancellationToken);
        if (read.Count <= limit)
            return new(read, Next: null);
        read.RemoveAt(limit);
        return new(read, positionOf(read[^1]));
    }

    /// <summary>Reads one page of parts that follow each other, with a query for each part that has rows of it.</summary>
    /// <param name="parts">The rows after the previous page; composed when they are needed.</param>
    /// <param name="limit">The maximum number of rows, at least 1.</param>
    /// <param name="positionOf">Returns the position of a row in the order.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<Page<TRow, TPosition>> ToPageAsync<TRow, TPosition>(
        this IEnumerable<IQueryable<TRow>> parts,
        int limit,
        Func<TRow, TPosition> positionOf,
        CancellationToken cancellationToken
    )
        where TPosition : class
    {
        List<TRow> rows = [];
        foreach (var part in parts)
        {
            rows.AddRange(await part.Take(limit + 1 - rows.Count).ToListAsync(cancellationToken));
            if (rows.Count <= limit)
                continue;
            rows.RemoveAt(limit);
            return new(rows, positionOf(rows[^1]));
        }
        return new(rows, Next: null);
    }

    /// <summary>The rows after a position, by time and id. One index serves both directions.</summary>
    /// <param name="place">Which columns are the time and the id.</param>
    /// <param name="after">The last row of the previous page; null for the first page.</param>
    public static IQueryable<TRow> InOrder<TRow>(
        this IQueryable<TRow> rows,
        TimeOrder order,
        Expression<Func<TRow, Timed<TRow>>> place,
        TimePosition? after
    )
    {
        var timed = rows.Select(place);
        // The outer bounds repeat the inner ones so that an index can seek.
        if (order == TimeOrder.Oldest)
        {
            if (after is var (at, id))
                timed = timed.Where(r => r.At >= at && (r.At > at || string.Compare(r.Id, id) > 0));
            timed = timed.OrderBy(r => r.At).ThenBy(r => r.Id);
        }
        else
        {
            if (after is var (at, id))
                timed = timed.Where(r => r.At <= at && (r.At < at || string.Compare(r.Id, id) < 0));
            timed = timed.OrderByDescending(r => r.At).ThenByDescending(r => r.Id);
        }
        return timed.Select(r => r.Row);
    }
}
