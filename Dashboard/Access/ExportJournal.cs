using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access;

/// <summary>Puts exports of lists on the audit trail.</summary>
public sealed class ExportJournal(
    IDbContextFactory<DashboardDbContext> contexts,
    AuditWriter audit,
    CurrentOperator current
)
{
    /// <summary>Writes before the first line is sent: an export that is broken off counts too.</summary>
    /// <param name="list">"connections", "users".</param>
    /// <param name="address">The list's address with its filters, without searched words: they may be a name.</param>
    /// <param name="isSearch">Whether searched words narrowed it further.</param>
    /// <param name="cancellationToken">Cancels the export.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task BeginAsync(
        string list,
        string address,
        bool isSearch,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ExportLists);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        audit.Add(
            db,
            AuditActions.ExportList,
            list,
            after: new ChangedParts()
                .Add("list", null, address)
                .Add("search", null, isSearch ? "yes" : null)
                .After
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
