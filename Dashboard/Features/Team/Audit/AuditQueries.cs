using System.Runtime.CompilerServices;
using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team.Audit;

/// <summary>Reads the audit trail for the screen and for the export.</summary>
public sealed class AuditQueries(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    private const int PieceSize = 500;

    /// <summary>One page, newest first.</summary>
    /// <param name="filter">What to show.</param>
    /// <param name="before">Only entries with a smaller number; null begins with the newest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task<AuditSlice> PageAsync(
        AuditFilter filter,
        long? before,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewAudit);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Compose(db, filter, before).Take(limit + 1).ToListAsync(cancellationToken);
        if (rows.Count <= limit)
            return new AuditSlice(rows, Next: null);
        rows.RemoveAt(limit);
        return new AuditSlice(rows, rows[^1].Number);
    }

    /// <summary>
    /// Everything that fits, newest first, read in pieces: a slow receiver holds neither memory nor a transaction.
    /// </summary>
    /// <exception cref="AccessDeniedException"/>
    public async IAsyncEnumerable<AuditEntry> AllAsync(
        AuditFilter filter,
        long? before,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        do
        {
            var page = await PageAsync(filter, before, PieceSize, cancellationToken);
            foreach (var entry in page.Rows)
                yield return entry;
            before = page.Next;
        } while (before is not null);
    }

    /// <summary>The operators and API keys that there are, by name.</summary>
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

    internal static IQueryable<AuditEntry> Compose(DashboardDbContext db, AuditFilter filter, long? before)
    {
        var entries = db.AuditEntries.AsNoTracking();
        if (before is { } number)
            entries = entries.Where(e => e.Number < number);
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
        return OfKind(entries, filter.Result).OrderByDescending(e => e.Number);
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
