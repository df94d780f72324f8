using System.Linq.Expressions;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>One word of a search for connections.</summary>
/// <param name="Text">The word, folded.</param>
/// <param name="BrokerageIds">The brokerages in whose names it is found.</param>
internal sealed record FoundWord(string Text, IReadOnlyCollection<string> BrokerageIds)
{
    public static FoundWord Of(string word, IEnumerable<Brokerage> brokerages) =>
        new(
            word,
            [
                .. brokerages
                    .Where(b => SearchTokens.HasPrefix(SearchTokens.Of(b.Name), word))
                    .Select(b => b.Id),
            ]
        );

    /// <summary>Whether it is found in a connection's user or brokerage.</summary>
    public Expression<Func<Connection, bool>> Test(DashboardDbContext db)
    {
        var (tokens, brokerages) = (FoundUsers.TokensOf(db, Text), BrokerageIds);
        if (brokerages.Count == 0)
            return c => tokens.Any(t => t.UserId == c.UserId);
        return c =>
            (c.BrokerageId != null && brokerages.Contains(c.BrokerageId))
            || tokens.Any(t => t.UserId == c.UserId);
    }

    /// <summary>About how many connections it finds; counted up to a maximum, where counting would take long.</summary>
    public async Task<long> CountAsync(DashboardDbContext db, int max, CancellationToken cancellationToken)
    {
        var brokerages = BrokerageIds;
        // Kept counts.
        var total =
            brokerages.Count == 0
                ? 0
                : await db
                    .HealthCounts.Where(h => brokerages.Contains(h.BrokerageId))
                    .SumAsync(h => h.Total, cancellationToken);
        return total >= max ? total : total + await FoundUsers.CountAsync(db, Text, max, cancellationToken);
    }
}
