using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Account;

/// <summary>
/// Writes audit entries about refused sign-ins. Bypasses Identity, whose concurrency check fails when the same operator
/// signs in twice at the same time.
/// </summary>
internal sealed class SignInRecord(IDbContextFactory<DashboardDbContext> contexts, AuditWriter audit)
{
    public const string Refused = "refused";
    public const string LockedOut = "refused, locked out";
    public const string Disabled = "refused, disabled";
    public const string SingleSignOnOnly = "refused, single sign-on only";
    public const string WrongCode = "refused, wrong code";
    public const string WrongPasskey = "refused, wrong passkey";

    public Task RefusedAsync(Operator who, string result, CancellationToken cancellationToken) =>
        WriteAsync(db => Add(db, who, result), cancellationToken);

    /// <summary>No such operator. The typed name is not recorded: it may be a password in the wrong field.</summary>
    public Task RefusedAsync(CancellationToken cancellationToken) =>
        WriteAsync(
            db => audit.Add(db, null, "somebody unknown", "-", AuditActions.SignIn, subject: null, Refused),
            cancellationToken
        );

    private void Add(DashboardDbContext db, Operator who, string result) =>
        audit.Add(
            db,
            who.Id,
            who.DisplayName,
            who.Role.ToString(),
            AuditActions.SignIn,
            $"operator:{who.Id}",
            result
        );

    private async Task WriteAsync(Action<DashboardDbContext> add, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        add(db);
        await db.SaveChangesAsync(cancellationToken);
    }
}
