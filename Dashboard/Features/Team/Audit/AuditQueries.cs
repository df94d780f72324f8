using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team.Audit;

/// <summary>Reads the audit trail for the screen and for the export.</summary>
public sealed class AuditQueries(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <summary>Reads one page in the order of the filter.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<AuditEntry, AuditPosition>> PageAsync(
        AuditFilter filter,
        AuditPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewAudit);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Compose(db, filter, after)
            .ToPageAsync(limit, entry => new AuditPosition(entry.Number), cancellationToken);
    }

    /// <summary>The same with the names of the objects.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<NamedEntry, AuditPosition>> NamedPageAsync(
        AuditFilter filter,
        AuditPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var page = await PageAsync(filter, after, limit, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return new(await AuditNames.AddAsync(db, page.Rows, cancellationToken), page.Next);
    }

    /// <summary>
    /// Reads all matching entries in the order of the filter, in pieces: a slow receiver holds neither memory nor a transaction.
    /// </summary>
    /// <exception cref="AccessDeniedException"/>
    public IAsyncEnumerable<AuditEntry> AllAsync(AuditFilter filter, CancellationToken cancellationToken) =>
        Pages.AllAsync<AuditEntry, AuditPosition>(
            (after, token) => PageAsync(filter, after, Pages.PieceSize, token),
            cancellationToken
        );

    /// <summary>Lists operators, then API keys, each by name.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<AuditActor>> ActorsAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewAudit);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var operators = await db
            .Users.Select(o => new AuditActor(o.Id, o.DisplayName))
            .ToListAsync(cancellationToken);
        var keys = await db.ApiKeys.Select(k => new AuditActor(k.Id, k.Name)).ToListAsync(cancellationToken);
        return
        [
            .. operators.OrderBy(a => a.Name, StringComparer.CurrentCultureIgnoreCase),
            .. keys.OrderBy(a => a.Name, StringComparer.CurrentCultureIgnoreCase)
                .Select(key => key with { Name = $"API key {key.Name}" }),
        ];
    }

    internal static IQueryable<AuditEntry> Compose(
        DashboardDbContext db,
        AuditFilter filter,
        AuditPosition? after
    )
    {
        var entries = db.AuditEntries.AsNoTracking();
        if (after is { Number: var number })
            entries =
                filter.Order == TimeOrder.Oldest
                    ? entries.Where(e => e.Number > number)
                    : entries.Where(e => e.Number < number);
        if (filter.Before is { } before)
            entries = entries.Where(e => e.Number < before);
        if (filter.ActorId is { } actor)
            entries =
                actor == AuditFilter.Nobody
                    ? entries.Where(e => e.ActorId == null)
                    : entries.Where(e => e.ActorId == actor);
        if (filter.Action is { } action)
            entries = entries.Where(e => e.Action == action);
        if (filter.Subject is { } subject)
            entries = entries.Where(e => e.Subject == subject);
        if (filter.From is { } from)
            entries = entries.Where(e => e.At >= from);
        if (filter.To is { } to)
            entries = entries.Where(e => e.At < to);
        entries = OfKind(entries, filter.Result);
        return filter.Order == TimeOrder.Oldest
            ? entries.OrderBy(e => e.Number)
            : entries.OrderByDescending(e => e.Number);
    }

    private static IQueryable<AuditEntry> OfKind(IQueryable<AuditEntry> entries, AuditResult? kind) =>
        kind switch
        {
            AuditResult.Refused => entries.Where(e => e.Result.StartsWith(AuditResults.Refused)),
            AuditResult.Failed => entries.Where(e => e.Result.StartsWith(AuditResults.Failed)),
            AuditResult.Done => entries.Where(e =>
                !e.Result.StartsWith(AuditResults.Refused) && !e.Result.StartsWith(AuditResults.Failed)
            ),
            _ => entries,
        };
}
