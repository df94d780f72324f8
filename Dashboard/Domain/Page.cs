using System.Runtime.CompilerServices;

namespace Dashboard.Domain;

/// <summary>One page of a list with keyset pagination: its rows and the position of the next page.</summary>
/// <param name="Rows">In the order of the list.</param>
/// <param name="Next">The position after which the next page begins; null on the last page.</param>
public sealed record Page<TRow, TPosition>(IReadOnlyList<TRow> Rows, TPosition? Next)
    where TPosition : class;

/// <summary>Reading page after page.</summary>
public static class Pages
{
    /// <summary>How many rows are read at a time.</summary>
    public const int PieceSize = 500;

    /// <summary>All rows of a list, read a page at a time.</summary>
    /// <param name="read">Reads the page after a position; null is the first one.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async IAsyncEnumerable<TRow> AllAsync<TRow, TPosition>(
        Func<TPosition?, CancellationToken, Task<Page<TRow, TPosition>>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
        where TPosition : class
    {
        TPosition? after = null;
        do
        {
            var page = await read(after, cancellationToken);
            foreach (var row in page.Rows)
                yield return row;
            after = page.Next;
        } while (after is not null);
    }
}
