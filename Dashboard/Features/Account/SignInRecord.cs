using Dashboard.Access;
using Dashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Account;

/// <summary>
/// What the audit trail says of signing in and out. It writes apart from Identity, whose rows fail when the
/// same operator signs in twice at one moment.
/// </summary>
internal sealed class SignInRecord(
    IDbContextFactory<DashboardDbContext> contexts,
    AuditWriter audit,
    TimeProvider time
)
{
    private const string SignIn = "sign in";

    public async Task SignedInAsync(Operator who, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        await db
            .Users.Where(o => o.Id == who.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(o => o.LastSignInAt, now), cancellationToken);
        Add(db, who, "done");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public Task RefusedAsync(Operator who, bool isLockedOut, CancellationToken cancellationToken) =>
        WriteAsync(db => Add(db, who, isLockedOut ? "refused, locked out" : "refused"), cancellationToken);

    /// <summary>Nobody has that name. What was typed is not recorded: it may be a password in the wrong field.</summary>
    public Task RefusedAsync(CancellationToken cancellationToken) =>
        WriteAsync(
            db => audit.Add(db, null, "somebody unknown", "-", SignIn, subject: null, "refused"),
            cancellationToken
        );

    /// <summary>
    /// Ends all of the operator's sessions, within the minute in which they are looked at: a copied cookie is
    /// worth nothing once its owner has left.
    /// </summary>
    public async Task SignedOutAsync(Actor who, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var stamp = Guid.NewGuid().ToString("N");
        await db
            .Users.Where(o => o.Id == who.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(o => o.SecurityStamp, stamp), cancellationToken);
        audit.Add(db, "sign out", $"operator:{who.Id}");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private void Add(DashboardDbContext db, Operator who, string result) =>
        audit.Add(db, who.Id, who.DisplayName, who.Role.ToString(), SignIn, $"operator:{who.Id}", result);

    private async Task WriteAsync(Action<DashboardDbContext> add, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        add(db);
        await db.SaveChangesAsync(cancellationToken);
    }
}
