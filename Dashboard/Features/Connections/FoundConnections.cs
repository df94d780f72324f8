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
        var byId = await ListAsync(db.Connections.Where(tested.ById()), cancellationToken);
        var byWords = byId is null ? null : await tested.ByWordsAsync(db, cancellationToken);
        return byWords is null ? tested : new(tested._starts, tested._words, byId!.Union(byWords).ToList());
    }

    /// <summary>Connections that are tested as they are read; null without a search.</summary>
    internal static FoundConnections? Tested(
        ConnectionFilter filter,
        IReadOnlyCollection<Brokerage> brokerages
    ) =>
        string.IsNullOrWhiteSpace(filter.Search)
            ? null
            : new(
                StartsOf(filter.Search),
                [.. SearchTokens.WordsOf(filter.Search).Select(word => FoundWord.Of(word, brokerages))],
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
        if (_words.Count > 0)
            found = Join(Expression.OrElse, found, All(db, _words));
        return connections.Where(found);
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
    private async Task<List<string>?> ByWordsAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        if (_words.Count == 0)
            return [];
        var max = FoundUsers.MaxReadWith(_words.Count - 1);
        var (rarest, count) = (_words[0], max + 1L);
        foreach (var word in _words)
        {
            var found = await word.CountAsync(db, max + 1, cancellationToken);
            if (found < count)
                (rarest, count) = (word, found);
        }
        if (count > max)
            return null;
        List<FoundWord> others = [.. _words.Where(word => word != rarest)];
        // A word that no brokerage's name has must be found in the user.
        var ofUser = others.Where(word => word.BrokerageIds.Count == 0).Select(word => word.Text);
        if (await FoundUsers.ListAsync(db, rarest.Text, ofUser, cancellationToken) is not { } users)
            return null;
        var candidates = others.Count == 0 ? db.Connections : db.Connections.Where(All(db, others));
        var ids = await ListAsync(candidates.Where(c => users.Contains(c.UserId)), cancellationToken);
        if (ids is null || rarest.BrokerageIds.Count == 0)
            return ids;
        var brokerages = rarest.BrokerageIds;
        var more = await ListAsync(
            candidates.Where(c => c.BrokerageId != null && brokerages.Contains(c.BrokerageId)),
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

    private static Expression<Func<Connection, bool>> All(
        DashboardDbContext db,
        IReadOnlyList<FoundWord> words
    ) => words.Select(word => word.Test(db)).Aggregate((a, b) => Join(Expression.AndAlso, a, b));

    private static Expression<Func<Connection, bool>> Join(
        Func<Expression, Expression, Expression> join,
        Expression<Func<Connection, bool>> one,
        Expression<Func<Connection, bool>> other
    )
    {
        var connection = one.Parameters[0];
        var second = Microsoft.EntityFrameworkCore.Query.ReplacingExpressionVisitor.Replace(
            other.Parameters[0],
            connection,
            other.Body
        );
        return Expression.Lambda<Func<Connection, bool>>(join(one.Body, second), connection);
    }
}
