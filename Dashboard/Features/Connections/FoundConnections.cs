using System.Linq.Expressions;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>
/// How a search finds connections: by how the id begins, or by words, each of which is found in the user's tokens or in the
/// brokerage's name. Few connections are listed beforehand; many are tested as the list is read in its order, which soon
/// fills a page. <see cref="ConnectionFilter.Matches"/> has the same rule.
/// </summary>
internal sealed class FoundConnections
{
    // Most users have one or two connections.
    private const int MaxListed = 2 * FoundUsers.MaxListed;

    private readonly IReadOnlyList<string> _starts;
    private readonly IReadOnlyList<FoundWord> _words;
    private readonly IReadOnlyCollection<string>? _ids;

    private FoundConnections(
        IReadOnlyList<string> starts,
        IReadOnlyList<FoundWord> words,
        IReadOnlyCollection<string>? ids
    ) => (_starts, _words, _ids) = (starts, words, ids);

    /// <summary>Whether they are many, and tested as they are read.</summary>
    public bool IsTested => _ids is null;

    /// <returns>Null without a search.</returns>
    public static async Task<FoundConnections?> FindAsync(
        DashboardDbContext db,
        ConnectionFilter filter,
        IReadOnlyCollection<Brokerage> brokerages,
        CancellationToken cancellationToken
    )
    {
        if (Tested(filter, brokerages) is not { } tested)
            return null;
        var counted = new List<(FoundWord Word, long Connections)>();
        foreach (var word in tested._words)
            counted.Add(await word.CountAsync(db, cancellationToken));
        tested = new(tested._starts, counted.ConvertAll(c => c.Word), ids: null);
        var byId = await ListAsync(db.Connections.Where(tested.ById()), cancellationToken);
        var byWords = byId is null ? null : await tested.ByWordsAsync(db, counted, cancellationToken);
        return byWords is null ? tested : new(tested._starts, tested._words, byId!.Union(byWords).ToList());
    }

    /// <summary>Connections that are tested as they are read; null without a search.</summary>
    /// <param name="filter">The filter with the search.</param>
    /// <param name="brokerages">All brokerages.</param>
    /// <param name="areFew"><inheritdoc cref="SearchedWord" path="/param[@name='AreFew']"/></param>
    internal static FoundConnections? Tested(
        ConnectionFilter filter,
        IReadOnlyCollection<Brokerage> brokerages,
        bool areFew = false
    ) =>
        string.IsNullOrWhiteSpace(filter.Search)
            ? null
            : new(
                StartsOf(filter.Search),
                [
                    .. SearchTokens
                        .WordsOf(filter.Search)
                        .Select(word => FoundWord.Of(new(word, areFew), brokerages)),
                ],
                ids: null
            );

    /// <summary>How the ids begin that a search may mean: as it was typed, or in lower case.</summary>
    public static IReadOnlyList<string> StartsOf(string search) =>
        [search.Trim(), search.Trim().ToLowerInvariant()];

    /// <summary>Those of the connections that are found.</summary>
    public IQueryable<Connection> Narrow(DashboardDbContext db, IQueryable<Connection> connections)
    {
        if (_ids is { } ids)
            return connections.Where(c => ids.Contains(c.Id));
        var found = ById();
        return connections.Where(_words.Count > 0 ? found.Or(All(db, _words)) : found);
    }

    private static async Task<List<string>?> ListAsync(
        IQueryable<Connection> connections,
        CancellationToken cancellationToken
    )
    {
        var ids = await connections.Select(c => c.Id).Take(MaxListed + 1).ToListAsync(cancellationToken);
        return ids.Count > MaxListed ? null : ids;
    }

    /// <returns>The ids; null when there are many.</returns>
    private async Task<List<string>?> ByWordsAsync(
        DashboardDbContext db,
        List<(FoundWord Word, long Connections)> counted,
        CancellationToken cancellationToken
    )
    {
        if (counted.Count == 0)
            return [];
        var (rarest, count) = counted.MinBy(c => c.Connections);
        if (count > FoundUsers.MaxReadWith(counted.Count - 1))
            return null;
        List<FoundWord> others = [.. _words.Where(word => word != rarest)];
        // A word that no brokerage's name has must be found in the user.
        var ofUser = others.Where(word => word.BrokerageIds.Count == 0).Select(word => word.OfUser);
        var ofEither = others.FindAll(word => word.BrokerageIds.Count > 0);
        if (await FoundUsers.ListAsync(db, rarest.OfUser, ofUser, cancellationToken) is not { } users)
            return null;
        var ofUsers = db.Connections.Where(c => users.Contains(c.UserId));
        var ids = await ListAsync(Having(db, ofUsers, ofEither), cancellationToken);
        if (ids is null || rarest.BrokerageIds.Count == 0)
            return ids;
        var brokerages = rarest.BrokerageIds;
        var more = await ListAsync(
            Having(
                db,
                db.Connections.Where(c => c.BrokerageId != null && brokerages.Contains(c.BrokerageId)),
                others
            ),
            cancellationToken
        );
        return more is null ? null : [.. ids.Union(more)];
    }

    private Expression<Func<Connection, bool>> ById()
    {
        var (typed, lower) = (_starts[0], _starts[1]);
        var (afterTyped, afterLower) = (SearchTokens.After(typed), SearchTokens.After(lower));
        return c =>
            (string.Compare(c.Id, typed) >= 0 && string.Compare(c.Id, afterTyped) < 0)
            || (string.Compare(c.Id, lower) >= 0 && string.Compare(c.Id, afterLower) < 0);
    }

    private static IQueryable<Connection> Having(
        DashboardDbContext db,
        IQueryable<Connection> connections,
        IReadOnlyList<FoundWord> words
    ) => words.Count == 0 ? connections : connections.Where(All(db, words));

    private static Expression<Func<Connection, bool>> All(
        DashboardDbContext db,
        IReadOnlyList<FoundWord> words
    ) => words.Select(word => word.Test(db)).Aggregate(Predicates.And);
}
