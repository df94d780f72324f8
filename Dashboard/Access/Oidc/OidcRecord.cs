using Dashboard.Access.Sessions;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Microsoft.Extensions.Options;

namespace Dashboard.Access.Oidc;

/// <summary>Writes audit entries about single sign-on, in addition to the sign-in entries of sessions.</summary>
internal sealed class OidcRecord(AuditWriter audit, IOptions<OidcOptions> options)
{
    private static readonly object Method = new { method = SessionMethods.SingleSignOn };

    /// <summary>The actor of role changes that follow the authority.</summary>
    private const string Authority = "Single sign-on";

    public void Linked(DashboardDbContext db, Operator who, bool isNew) =>
        audit.Add(
            db,
            actorId: null,
            Authority,
            "-",
            isNew ? AuditActions.AddOperator : AuditActions.LinkSingleSignOn,
            Subject(who),
            "done",
            after: new { email = who.Email, role = who.Role.ToString() }
        );

    public void RoleChanged(DashboardDbContext db, Operator who, Role role) =>
        audit.Add(
            db,
            actorId: null,
            Authority,
            "-",
            AuditActions.ChangeRole,
            Subject(who),
            "done",
            before: new { role = who.Role.ToString() },
            after: new { role = role.ToString() }
        );

    /// <summary>Saves immediately, because a refusal has no other effect.</summary>
    public Task RefusedAsync(
        DashboardDbContext db,
        OidcSubject subject,
        Operator? known,
        OidcRefusal refusal,
        CancellationToken cancellationToken
    )
    {
        audit.Add(
            db,
            known?.Id,
            known?.DisplayName ?? subject.Email ?? subject.Name,
            known?.Role.ToString() ?? "-",
            AuditActions.SignIn,
            known is null ? null : Subject(known),
            $"refused, {Words(refusal)}",
            after: refusal is OidcRefusal.NoRole or OidcRefusal.GroupsLeftOut
                ? new { claim = options.Value.RoleClaim, values = subject.RoleValues }
                : Method
        );
        return db.SaveChangesAsync(cancellationToken);
    }

    private static string Words(OidcRefusal refusal) =>
        refusal switch
        {
            OidcRefusal.NoRole => "no role for it",
            OidcRefusal.GroupsLeftOut => "groups left out by the authority, too many for a token",
            OidcRefusal.NoEmail => "no e-mail address",
            OidcRefusal.EmailTaken => "e-mail address of another account",
            OidcRefusal.Disabled => "disabled",
            OidcRefusal.TooOld => "authenticated too long ago",
            _ => "failed",
        };

    private static string Subject(Operator who) => $"operator:{who.Id}";
}
