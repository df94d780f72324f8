using Dashboard.Access;
using Dashboard.Access.SignIn;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Account.Own;

/// <summary>Changes the operator's own account. Writes an audit entry in the same transaction.</summary>
internal sealed class OwnAccount(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    PasswordCheck passwords,
    NewPassword newPassword,
    SignInAttempts attempts,
    SignInThrottle throttle,
    SessionRenewal renewal,
    AuditWriter audit
)
{
    public const int MaxNameLength = 100;

    /// <exception cref="InvalidOperationException">No operator is signed in.</exception>
    public async Task<Operator> FindAsync(CancellationToken cancellationToken)
    {
        var id = current.Actor is { Role: not null } actor
            ? actor.Id
            : throw new InvalidOperationException("Nobody has signed in.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.AsNoTracking().SingleAsync(o => o.Id == id, cancellationToken);
    }

    /// <param name="name">The name on screens and in audit entries.</param>
    /// <param name="timeZone">An IANA zone; empty follows the browser.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What to do about it; null when it is done.</returns>
    public async Task<string?> ChangeProfileAsync(
        string? name,
        string? timeZone,
        CancellationToken cancellationToken
    )
    {
        var wanted = name?.Trim() ?? "";
        if (wanted.Length is 0 or > MaxNameLength || wanted.Any(char.IsControl))
            return $"Enter a name of 1 to {MaxNameLength} characters.";
        var zone = string.IsNullOrEmpty(timeZone) ? null : timeZone;
        if (zone is not null && !TimeZones.Has(zone))
            return "Choose a time zone from the list.";
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var who = await db.Users.SingleAsync(o => o.Id == current.Id, cancellationToken);
        var before = new { name = who.DisplayName, who.TimeZone };
        (who.DisplayName, who.TimeZone) = (wanted, zone);
        var after = new { name = who.DisplayName, who.TimeZone };
        audit.Add(db, AuditActions.ChangeProfile, $"operator:{who.Id}", "done", before, after);
        await db.SaveChangesAsync(cancellationToken);
        await renewal.RenewAsync(who);
        return null;
    }

    /// <summary>Takes the current password, and ends all other sessions.</summary>
    /// <returns>What to do about it; null when it is done.</returns>
    public async Task<string?> ChangePasswordAsync(
        string? old,
        string? wanted,
        CancellationToken cancellationToken
    )
    {
        var who = await FindAsync(cancellationToken);
        if (await ProblemOfOldAsync(who, old, cancellationToken) is { } problem)
            return problem;
        if (string.Equals(old, wanted, StringComparison.Ordinal))
            return "This is your current password. Choose another one.";
        if (await newPassword.ProblemAsync(who, wanted ?? "") is { } guessable)
            return guessable;
        var isDone = await newPassword.ReplaceAsync(
            who,
            wanted ?? "",
            current.SessionId,
            db => audit.Add(db, AuditActions.ChangePassword, $"operator:{who.Id}"),
            cancellationToken
        );
        if (!isDone)
            return "The password was just changed elsewhere. Sign in again.";
        await renewal.RenewAsync(who, hasProved: true);
        return null;
    }

    private async Task<string?> ProblemOfOldAsync(
        Operator who,
        string? old,
        CancellationToken cancellationToken
    )
    {
        if (!throttle.Admit(current.AddressKey))
            return TooManyTries.Words;
        if (old?.Length > AccessOptions.MaxPasswordLength)
            return $"A password has at most {AccessOptions.MaxPasswordLength} characters.";
        var mayTry = await attempts.TakeAsync(who.Id, cancellationToken);
        if (!passwords.IsRight(mayTry ? who : null, old ?? ""))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            audit.Add(db, AuditActions.ChangePassword, $"operator:{who.Id}", "refused, wrong password");
            await db.SaveChangesAsync(cancellationToken);
            return "The current password is wrong, or the account is locked for 10 minutes after five wrong ones.";
        }
        await attempts.GiveBackAsync(who.Id, cancellationToken);
        return null;
    }
}
