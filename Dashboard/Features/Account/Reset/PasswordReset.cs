using Dashboard.Access;
using Dashboard.Access.Oidc;
using Dashboard.Access.SignIn;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Account.Reset;

/// <param name="IsDone">Whether the new password is set.</param>
/// <param name="Problem">What to do otherwise; null when the link does not work any more.</param>
/// <param name="IsThrottled">Too many tries from this address within a minute.</param>
internal sealed record ResetResult(bool IsDone, string? Problem = null, bool IsThrottled = false);

/// <summary>Resets lost passwords by a link to the stored e-mail address.</summary>
internal sealed class PasswordReset(
    IDbContextFactory<DashboardDbContext> contexts,
    UserManager<Operator> operators,
    ResetLinks links,
    ResetOutbox outbox,
    ResetThrottle throttle,
    NewPassword newPassword,
    OidcLogins singleSignOn,
    AuditWriter audit,
    CurrentOperator current
)
{
    /// <summary>Sends a link if the operator exists; the response does not say whether.</summary>
    /// <returns>False after too many requests from this address.</returns>
    public async Task<bool> AskAsync(string email, CancellationToken cancellationToken)
    {
        if (!throttle.AdmitAddress(current.AddressKey))
            return false;
        var found =
            email.Length > AccessOptions.MaxEmailLength
                ? null
                : await operators.FindByNameAsync(email.Trim());
        var isSent =
            found is { DisabledAt: null, Email: not null }
            && !await singleSignOn.MustUseSsoAsync(found.Id, cancellationToken)
            && throttle.AdmitOperator(found.Id);
        await RecordAsync(found, isSent, cancellationToken);
        if (isSent)
            outbox.Send(new ResetRequest(found!.Email!, found.DisplayName, links.TokenFor(found)));
        return true;
    }

    /// <summary>Whether the link still works, so that the page can say so before a password is typed.</summary>
    public async Task<bool> WorksAsync(string? token) =>
        await FindAsync(token) is { } found && links.IsFor(token, found);

    /// <summary>Sets the password, ends every session and unlocks; a second factor stays as it is.</summary>
    public async Task<ResetResult> SetAsync(
        string? token,
        string password,
        CancellationToken cancellationToken
    )
    {
        if (!throttle.AdmitAddress(current.AddressKey))
            return new ResetResult(IsDone: false, TooManyTries.Words, IsThrottled: true);
        if (
            await FindAsync(token) is not { } found
            || !links.IsFor(token, found)
            || await singleSignOn.MustUseSsoAsync(found.Id, cancellationToken)
        )
            return new ResetResult(IsDone: false);
        if (await newPassword.ProblemAsync(found, password) is { } problem)
            return new ResetResult(IsDone: false, problem);
        // When a link is used twice at the same time, only one use replaces the password.
        var isDone = await newPassword.ReplaceAsync(
            found,
            password,
            keptSession: null,
            db =>
                audit.Add(
                    db,
                    found.Id,
                    found.DisplayName,
                    found.Role.ToString(),
                    AuditActions.ResetPassword,
                    $"operator:{found.Id}",
                    "done"
                ),
            cancellationToken
        );
        return new ResetResult(isDone);
    }

    private async Task<Operator?> FindAsync(string? token) =>
        links.OperatorIn(token) is { } id && await operators.FindByIdAsync(id) is { DisabledAt: null } found
            ? found
            : null;

    private async Task RecordAsync(Operator? found, bool isSent, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (found is null)
            audit.Add(
                db,
                null,
                "somebody unknown",
                "-",
                AuditActions.AskForNewPassword,
                subject: null,
                "refused"
            );
        else
            audit.Add(
                db,
                found.Id,
                found.DisplayName,
                found.Role.ToString(),
                AuditActions.AskForNewPassword,
                $"operator:{found.Id}",
                isSent ? "done" : "refused"
            );
        await db.SaveChangesAsync(cancellationToken);
    }
}
