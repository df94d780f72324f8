using Dashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Reading;

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
}
