using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconciliation;
using Dashboard.Domain.Users;
using Dashboard.Features.Reconciliation.Drifting;
using Dashboard.Features.Reconciliation.Sweep;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation.Screen;

/// <summary>A finished pass and how many differences of each kind it found.</summary>
public sealed record PastPass(NamedPass Named, IReadOnlyDictionary<DifferenceKind, int> Found);

/// <summary>What a full pass found, and whom it could not check.</summary>
public sealed record PassResult(
    long? PassId,
    IReadOnlyDictionary<DifferenceKind, int> Found,
    Unaskable Unaskable
);

/// <summary>The position of a pass or a difference in a list, newest first.</summary>
public sealed record IdPosition(long Id);

/// <summary>A difference as the list shows it.</summary>
/// <param name="User">What to call the person.</param>
/// <param name="ReportedAt">When the webhook of the same change arrived; null: it has not.</param>
public sealed record FoundDifference(
    Difference Difference,
    string User,
    string? Brokerage,
    DateTimeOffset? ReportedAt
)
{
    public WebhookArrival ArrivalAt(DateTimeOffset now) => Drift.Judge(Difference.FoundAt, ReportedAt, now);
}

/// <summary>Users who can't be checked because no valid secret is known, each number up to <see cref="Max"/>.</summary>
public sealed record Unaskable(int WithoutSecret, int Refused)
{
    /// <summary>From here on it makes no difference how many there are, and counting them would take long.</summary>
    public const int Max = 10_000;
}

/// <summary>Reads what the screen shows.</summary>
internal sealed class ReconciliationQueries(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current
)
{
    /// <summary>Finished passes, newest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<PastPass, IdPosition>> PastAsync(
        IdPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var page = await Past(db, after)
            .ToPageAsync(limit, p => new IdPosition(p.Pass.Id), cancellationToken);
        var found = await FoundAsync(db, [.. page.Rows.Select(p => p.Pass.Id)], cancellationToken);
        return new([.. page.Rows.Select(p => new PastPass(p, found(p.Pass.Id)))], page.Next);
    }

    /// <summary>What a pass found, and how many users can't be checked.</summary>
    /// <param name="passId">Null: no pass has finished.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task<PassResult> ResultAsync(long? passId, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await FoundAsync(db, passId is { } one ? [one] : [], cancellationToken);
        return new PassResult(passId, found(passId ?? 0), await UnaskableAsync(db, cancellationToken));
    }

    private static async Task<Func<long, IReadOnlyDictionary<DifferenceKind, int>>> FoundAsync(
        DashboardDbContext db,
        IReadOnlyList<long?> passIds,
        CancellationToken cancellationToken
    )
    {
        var counts = await db
            .Differences.Where(d => passIds.Contains(d.PassId))
            .GroupBy(d => new { d.PassId, d.Kind })
            .Select(g => new
            {
                g.Key.PassId,
                g.Key.Kind,
                Count = g.Count(),
            })
            .ToListAsync(cancellationToken);
        var byPass = counts.ToLookup(c => c.PassId);
        return id => byPass[id].ToDictionary(c => c.Kind, c => c.Count);
    }

    /// <summary>Differences, newest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<FoundDifference, IdPosition>> DifferencesAsync(
        IdPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Found(db, after)
            .ToPageAsync(limit, d => new IdPosition(d.Difference.Id), cancellationToken);
    }

    private static async Task<Unaskable> UnaskableAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    )
    {
        var users = db.SnapTradeUsers.AsNoTracking();
        return new Unaskable(
            await WithoutSecret(db).OrderBy(u => u.Id).Take(Unaskable.Max).CountAsync(cancellationToken),
            await users
                .Where(u => u.SecretRefusedAt != null)
                .OrderBy(u => u.Id)
                .Take(Unaskable.Max)
                .CountAsync(cancellationToken)
        );
    }

    /// <summary>The brokerages that have connections, by name.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<Brokerage>> BrokeragesAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.RunSweeps);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await BrokerageRows.InUse(db).ToListAsync(cancellationToken);
    }

    internal static IQueryable<NamedPass> Past(DashboardDbContext db, IdPosition? after)
    {
        var passes = db.SweepPasses.AsNoTracking().Where(p => p.FinishedAt != null);
        if (after is { Id: var id })
            passes = passes.Where(p => p.Id < id);
        return NamedPass.Of(db, passes);
    }

    internal static IQueryable<FoundDifference> Found(DashboardDbContext db, IdPosition? after)
    {
        var differences = db.Differences.AsNoTracking();
        if (after is { Id: var id })
            differences = differences.Where(d => d.Id < id);
        return from reported in DriftReader
                .WithReports(db, differences)
                .WithBrokerage(db, d => d.Difference.BrokerageId)
            join user in db.SnapTradeUsers on reported.Row.Difference.UserId equals user.Id
            orderby reported.Row.Difference.Id descending
            select new FoundDifference(
                reported.Row.Difference,
                user.Name ?? user.Id,
                reported.Brokerage,
                reported.Row.ReportedAt
            );
    }

    internal static IQueryable<SnapTradeUser> WithoutSecret(DashboardDbContext db) =>
        db.SnapTradeUsers.Where(u => u.ProtectedSecret == null && u.DeletedAt == null);
}
