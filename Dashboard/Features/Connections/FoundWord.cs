using System.Linq.Expressions;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>One word of a search for connections.</summary>
/// <param name="OfUser">How it is found in users.</param>
/// <param name="BrokerageIds">The brokerages in whose names it is found.</param>
internal sealed record FoundWord(SearchedWord OfUser, IReadOnlyCollection<string> BrokerageIds)
{
    public static FoundWord Of(SearchedWord word, IEnumerable<Brokerage> brokerages) =>
        new(
            word,
            [
                .. brokerages
                    .Where(b => SearchTokens.HasPrefix(SearchTokens.Of(b.Name), word.Text))
                    .Select(b => b.Id),
            ]
        );

    /// <summary>Whether it is found in a connection's user or brokerage.</summary>
    public Expression<Func<Connection, bool>> Test(DashboardDbContext db)
    {
        var ofUser = OfUser.Test(db).Of((Connection c) => c.UserId);
        if (BrokerageIds.Count == 0)
            return ofUser;
        var brokerages = BrokerageIds;
        Expression<Func<Connection, bool>> ofBrokerage = c =>
            c.BrokerageId != null && brokerages.Contains(c.BrokerageId);
        return ofBrokerage.Or(ofUser);
    }

    /// <summary>The word with its tokens counted, and about how many connections it finds.</summary>
    public async Task<(FoundWord Word, long Connections)> CountAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    )
    {
        var (word, tokens) = await SearchedWord.CountAsync(db, OfUser.Text, cancellationToken);
        var brokerages = BrokerageIds;
        // Kept counts.
        var total =
            brokerages.Count == 0
                ? 0
                : await db
                    .HealthCounts.Where(h => brokerages.Contains(h.BrokerageId))
                    .SumAsync(h => h.Total, cancellationToken);
        return (this with { OfUser = word }, total + tokens);
    }
}
