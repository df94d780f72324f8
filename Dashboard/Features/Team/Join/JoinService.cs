using Dashboard.Access;
using Dashboard.Access.Sessions;
using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Features.Team.Invitations;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team.Join;

/// <summary>Turns an invitation into an operator, once.</summary>
internal sealed class JoinService(
    // UserManager writes with the same context, so that both are one transaction.
    DashboardDbContext db,
    UserManager<Operator> operators,
    OperatorSessions sessions,
    AuditWriter audit,
    CurrentOperator current,
    JoinThrottle throttle,
    TimeProvider time
)
{
    private const int MaxNameLength = 100;

    /// <summary>Checks the link without using it.</summary>
    public async Task<JoinAnswer> LookAsync(string token, CancellationToken cancellationToken)
    {
        if (!throttle.Admit(current.AddressKey))
            return new JoinAnswer(JoinState.Throttled);
        return await FindAsync(token, cancellationToken);
    }

    /// <summary>Creates the operator and signs them in.</summary>
    public async Task<(JoinAnswer Answer, bool HasJoined)> AcceptAsync(
        string token,
        string name,
        string password,
        CancellationToken cancellationToken
    )
    {
        if (!throttle.Admit(current.AddressKey))
            return (new JoinAnswer(JoinState.Throttled), false);
        var found = await FindAsync(token, cancellationToken);
        if (found.Invitation is not { } invitation)
            return (found, false);
        if (found.State != JoinState.Open)
            return (await RefuseAsync(found, invitation, cancellationToken), false);
        var joining = NewOperator(invitation, name.Trim());
        var problems = await ProblemsAsync(joining, password);
        if (problems.Count > 0)
            return (found with { Problems = problems }, false);
        joining.PasswordHash = operators.PasswordHasher.HashPassword(joining, password);
        if (await CreateAsync(invitation, joining, cancellationToken) is { } refused)
            return (refused, false);
        await sessions.SignInAsync(joining, SessionMethods.Invitation);
        return (found with { State = JoinState.Used }, true);
    }

    private async Task<JoinAnswer> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (!LinkToken.IsWellFormed(token))
            return new JoinAnswer(JoinState.Unknown);
        var hash = LinkToken.HashOf(token);
        var found = await db
            .Invitations.AsNoTracking()
            .SingleOrDefaultAsync(i => i.TokenHash == hash, cancellationToken);
        var state = found switch
        {
            null => JoinState.Unknown,
            { AcceptedAt: not null } => JoinState.Used,
            { RevokedAt: not null } => JoinState.Revoked,
            _ when found.ExpiresAt <= time.GetUtcNow() => JoinState.Expired,
            _ => JoinState.Open,
        };
        return new JoinAnswer(state, found);
    }

    private async Task<List<string>> ProblemsAsync(Operator joining, string password)
    {
        List<string> problems = [];
        if (joining.DisplayName.Length is 0 or > MaxNameLength || joining.DisplayName.Any(char.IsControl))
            problems.Add($"Enter your name, with at most {MaxNameLength} characters.");
        if (password.Length > AccessOptions.MaxPasswordLength)
            return [.. problems, $"Use a password of at most {AccessOptions.MaxPasswordLength} characters."];
        foreach (var validator in operators.PasswordValidators)
        {
            var result = await validator.ValidateAsync(operators, joining, password);
            problems.AddRange(result.Errors.Select(e => e.Description));
        }
        return problems;
    }

    /// <returns>Null when the operator was created.</returns>
    private async Task<JoinAnswer?> CreateAsync(
        Invitation invitation,
        Operator joining,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await TakeAsync(invitation, cancellationToken))
            return await FindStateAsync(invitation.Id, cancellationToken);
        if (!await IsNewAsync(joining))
            return new JoinAnswer(JoinState.Used, invitation);
        audit.Add(
            db,
            joining.Id,
            joining.DisplayName,
            joining.Role.ToString(),
            AuditActions.AcceptInvitation,
            TeamInvitations.SubjectOf(invitation.Id),
            "done",
            after: new
            {
                Operator = joining.Id,
                joining.Email,
                Role = joining.Role.ToString(),
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    // An operator with this address may have been added since.
    private async Task<bool> IsNewAsync(Operator joining)
    {
        try
        {
            return (await operators.CreateAsync(joining)).Succeeded;
        }
        catch (DbUpdateException exception) when (db.IsUniqueViolation(exception))
        {
            return false;
        }
    }

    // Of several concurrent requests only one changes the row.
    private async Task<bool> TakeAsync(Invitation invitation, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await db
                .Invitations.Where(i =>
                    i.Id == invitation.Id
                    && i.TokenHash == invitation.TokenHash
                    && i.AcceptedAt == null
                    && i.RevokedAt == null
                    && i.ExpiresAt > now
                )
                .ExecuteUpdateAsync(s => s.SetProperty(i => i.AcceptedAt, now), cancellationToken) == 1;
    }

    private async Task<JoinAnswer> FindStateAsync(string id, CancellationToken cancellationToken)
    {
        var now = await db.Invitations.AsNoTracking().SingleAsync(i => i.Id == id, cancellationToken);
        var state =
            now.AcceptedAt is not null ? JoinState.Used
            : now.RevokedAt is not null ? JoinState.Revoked
            : JoinState.Expired;
        return new JoinAnswer(state, now);
    }

    private async Task<JoinAnswer> RefuseAsync(
        JoinAnswer found,
        Invitation invitation,
        CancellationToken cancellationToken
    )
    {
        audit.Add(
            db,
            actorId: null,
            "somebody with the link",
            "-",
            AuditActions.AcceptInvitation,
            TeamInvitations.SubjectOf(invitation.Id),
            $"refused, {found.State}"
        );
        await db.SaveChangesAsync(cancellationToken);
        return found;
    }

    private Operator NewOperator(Invitation invitation, string name) =>
        new()
        {
            UserName = invitation.Email,
            Email = invitation.Email,
            EmailConfirmed = true,
            DisplayName = name,
            Role = invitation.Role,
            CreatedAt = time.GetUtcNow(),
        };
}
