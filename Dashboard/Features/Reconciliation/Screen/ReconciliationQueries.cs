using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconciliation;
using Dashboard.Domain.Users;
using Dashboard.Features.Reconciliation.Drifting;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation.Screen;

/// <summary>A finished pass and how many differences of each kind it found.</summary>
public sealed record PastPass(NamedPass Named, IReadOnlyDictionary<DifferenceKind, int> Found);

/// <param name="Next">The id after which the next page goes on; null: there is none.</param>
public sealed record PastPassPage(IReadOnlyList<PastPass> Passes, long? Next);

/// <summary>A difference as the list shows it.</summary>
/// <param name="User">What to call the person.</param>
/// <param name="News">What became of the webhook; meaningless for an expected one.</param>
public sealed record FoundDifference(
    Difference Difference,
    string User,
    string? Brokerage,
    DateTimeOffset? ToldAt,
    MissingNews News
);

public sealed record DifferencePage(IReadOnlyList<FoundDifference> Differences, long? Next);

/// <summary>Users with connections of whom SnapTrade can't be asked.</summary>
public sealed record Unaskable(int WithoutSecret, int Refused);

public sealed record SweptBrokerage(string Id, string Name);

/// <summary>Reads what the screen shows.</summary>
internal sealed class ReconciliationQueries(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    TimeProvider time
)
{
    /// <summary>Finished passes, the latest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<PastPassPage> PastAsync(long? after, int limit, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Past(db, after).Take(limit + 1).ToListAsync(cancellationToken);
        var shown = rows.Take(limit).ToList();
        var ids = shown.ConvertAll(p => (long?)p.Pass.Id);
        var found = (
            await db
                .Differences.Where(d => ids.Contains(d.PassId))
                .GroupBy(d => new { d.PassId, d.Kind })
                .Select(g => new
                {
                    g.Key.PassId,
                    g.Key.Kind,
                    Count = g.Count(),
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(g => g.PassId);
        return new PastPassPage(
            shown.ConvertAll(p => new PastPass(p, found[p.Pass.Id].ToDictionary(f => f.Kind, f => f.Count))),
            rows.Count > limit ? shown[^1].Pass.Id : null
        );
    }

    /// <summary>Differences, the latest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<DifferencePage> DifferencesAsync(
        long? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Found(db, after, limit + 1).ToListAsync(cancellationToken);
        var shown = rows.Take(limit)
            .Select(r => r with { News = Drift.Judge(r.Difference.FoundAt, r.ToldAt, now) })
            .ToList();
        return new DifferencePage(shown, rows.Count > limit ? shown[^1].Difference.Id : null);
    }

    /// <exception cref="AccessDeniedException"/>
    public async Task<Unaskable> UnaskableAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var users = db.SnapTradeUsers.AsNoTracking();
        return new Unaskable(
            await WithoutSecret(db).CountAsync(cancellationToken),
            await users.CountAsync(u => u.SecretRefusedAt != null, cancellationToken)
        );
    }

    /// <summary>The brokerages that have connections, by name.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<SweptBrokerage>> BrokeragesAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.RunSweeps);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var used = db
            .HealthCounts.Where(c => c.Total > 0 && c.Health != Health.Deleted)
            .Select(c => c.BrokerageId);
        return await db
            .Brokerages.Where(b => used.Contains(b.Id))
            .OrderBy(b => b.Name)
            .Select(b => new SweptBrokerage(b.Id, b.Name))
            .ToListAsync(cancellationToken);
    }

    internal static IQueryable<NamedPass> Past(DashboardDbContext db, long? after)
    {
        var passes = db.SweepPasses.AsNoTracking().Where(p => p.FinishedAt != null);
        if (after is { } id)
            passes = passes.Where(p => p.Id < id);
        return SweepWatch.WithBrokerage(db, passes);
    }

    internal static IQueryable<FoundDifference> Found(DashboardDbContext db, long? after, int count)
    {
        var differences = db.Differences.AsNoTracking();
        if (after is { } id)
            differences = differences.Where(d => d.Id < id);
        var page = differences.OrderByDescending(d => d.Id).Take(count);
        return from told in DriftReader.WithNews(db, page)
            join user in db.SnapTradeUsers on told.Difference.UserId equals user.Id
            join b in db.Brokerages on told.Difference.BrokerageId equals b.Id into brokerages
            from brokerage in brokerages.DefaultIfEmpty()
            orderby told.Difference.Id descending
            select new FoundDifference(
                told.Difference,
                user.Name ?? user.Id,
                brokerage == null ? null : brokerage.Name,
                told.ToldAt,
                MissingNews.TooEarly
            );
    }

    internal static IQueryable<SnapTradeUser> WithoutSecret(DashboardDbContext db) =>
        db.SnapTradeUsers.Where(u => u.ProtectedSecret == null && u.DeletedAt == null);
}
