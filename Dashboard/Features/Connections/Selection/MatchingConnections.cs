using System.Runtime.CompilerServices;
using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.Selection;

/// <summary>
/// Reads the connections of a selection page by page, so that a selection of a million needs no more memory than a
/// page.
/// </summary>
internal sealed class MatchingConnections(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current
)
{
    /// <summary>Where counting stops: no action takes more, and counting reads every row.</summary>
    public const int MaxCounted = 100_000;

    private const int PageSize = 1000;

    /// <summary>Each id once: oldest break first; in no order when connections were selected one by one.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async IAsyncEnumerable<string> IdsAsync(
        SelectedConnections selected,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await foreach (var key in KeysAsync(selected, cancellationToken))
            yield return key.Id;
    }

    /// <summary>The users of these connections, each once.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async IAsyncEnumerable<string> UserIdsAsync(
        SelectedConnections selected,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        HashSet<string> seen = new(StringComparer.Ordinal);
        await foreach (var key in KeysAsync(selected, cancellationToken))
        {
            if (seen.Add(key.UserId))
                yield return key.UserId;
        }
    }

    /// <summary>How many match, up to one more than <see cref="MaxCounted"/>.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<int> CountAsync(ConnectionFilter filter, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var brokerages = await BrokerageRows.ByIdAsync(db, cancellationToken);
        var found = await FoundConnections.FindAsync(db, filter, brokerages.Values, cancellationToken);
        return await Counted(db, filter, brokerages.Values, found).CountAsync(cancellationToken);
    }

    internal static IQueryable<Connection> Counted(
        DashboardDbContext db,
        ConnectionFilter filter,
        IReadOnlyCollection<Brokerage> brokerages,
        FoundConnections? found
    ) => ConnectionSearch.Matching(db, filter, brokerages, found).Take(MaxCounted + 1);

    private IAsyncEnumerable<Key> KeysAsync(
        SelectedConnections selected,
        CancellationToken cancellationToken
    ) =>
        selected.Filter is { } filter
            ? AllAsync(filter, selected.Ids.ToHashSet(StringComparer.Ordinal), cancellationToken)
            : PickedAsync(selected.Ids, cancellationToken);

    private async IAsyncEnumerable<Key> AllAsync(
        ConnectionFilter filter,
        HashSet<string> except,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var brokerages = await BrokerageRows.ByIdAsync(db, cancellationToken);
        var found = await FoundConnections.FindAsync(db, filter, brokerages.Values, cancellationToken);
        ConnectionPosition? after = null;
        filter = filter with { Order = ConnectionOrder.OldestFirst };
        List<Key> page;
        do
        {
            page = await Page(db, filter, after, brokerages.Values, found).ToListAsync(cancellationToken);
            foreach (var key in page.Where(k => !except.Contains(k.Id)))
                yield return key;
            after = page is [.., var last] ? new(last.Health, last.Since, last.Id) : null;
        } while (page.Count == PageSize);
    }

    private async IAsyncEnumerable<Key> PickedAsync(
        IEnumerable<string> ids,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var chunk in ids.Chunk(PageSize))
        {
            var filter = new ConnectionFilter { Among = chunk };
            foreach (
                var key in await Page(db, filter, after: null, [], found: null).ToListAsync(cancellationToken)
            )
                yield return key;
        }
    }

    internal static IQueryable<Key> Page(
        DashboardDbContext db,
        ConnectionFilter filter,
        ConnectionPosition? after,
        IReadOnlyCollection<Brokerage> brokerages,
        FoundConnections? found
    ) =>
        ConnectionSearch
            .Ordered(db, filter, after, brokerages, found)
            .Select(c => new Key(c.Id, c.UserId, c.Health, c.Since))
            .Take(PageSize);

    internal sealed record Key(string Id, string UserId, Health Health, DateTimeOffset Since);
}
