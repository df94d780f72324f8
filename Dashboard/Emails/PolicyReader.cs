using Dashboard.Data;
using Dashboard.Domain.Emails;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails;

/// <summary>Reads the policy; the defaults until one is saved.</summary>
internal sealed class PolicyReader(IDbContextFactory<DashboardDbContext> contexts)
{
    public async Task<EmailPolicy> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, cancellationToken);
    }

    /// <summary>Reads within the caller's transaction. The row is not tracked.</summary>
    public async Task<EmailPolicy> ReadAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
        await db
            .EmailPolicies.AsNoTracking()
            .SingleOrDefaultAsync(p => p.Id == EmailPolicy.OnlyId, cancellationToken)
        ?? new EmailPolicy();
}
