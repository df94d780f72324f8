using System.Globalization;
using System.Security.Claims;
using Dashboard.Access.Sessions;
using Dashboard.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Dashboard.Access.Oidc;

/// <summary>Signs in the person that the authority identified: finds or creates the operator and applies the role.</summary>
internal sealed class OidcSignIn(
    DashboardDbContext db,
    UserManager<Operator> operators,
    SignInManager<Operator> signIn,
    OidcRecord record,
    IOptions<OidcOptions> options,
    TimeProvider time
)
{
    public const string Provider = "oidc";

    // The allowed clock skew for the lifetimes of tokens.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <returns>Null when signed in.</returns>
    public async Task<OidcRefusal?> SignInAsync(
        ClaimsPrincipal principal,
        string? idToken,
        CancellationToken cancellationToken
    )
    {
        if (OidcSubject.Of(principal, options.Value) is not { } subject)
            return OidcRefusal.Failed;
        var known = await operators.FindByLoginAsync(Provider, subject.Key);
        var namesake = known is null ? await NamesakeAsync(subject) : null;
        if (await RefusalAsync(subject, known, namesake) is { } refusal)
        {
            await record.RefusedAsync(db, subject, known ?? namesake, refusal, cancellationToken);
            return refusal;
        }
        Operator who;
        try
        {
            who = await StoreAsync(subject, known, namesake, cancellationToken);
        }
        catch (DbUpdateException exception) when (db.IsUniqueViolation(exception))
        {
            // A concurrent sign-in of the same person created it; the next attempt finds it.
            return OidcRefusal.Failed;
        }
        await signIn.SignInWithClaimsAsync(who, Properties(idToken), Claims());
        return null;
    }

    private async Task<Operator?> NamesakeAsync(OidcSubject subject) =>
        subject.Email is null ? null : await operators.FindByEmailAsync(subject.Email);

    private async Task<OidcRefusal?> RefusalAsync(OidcSubject subject, Operator? known, Operator? namesake)
    {
        if (subject.Role is null)
            return subject.LacksGroups ? OidcRefusal.GroupsLeftOut : OidcRefusal.NoRole;
        if (IsTooOld(subject))
            return OidcRefusal.TooOld;
        if ((known ?? namesake)?.DisabledAt is not null)
            return OidcRefusal.Disabled;
        if (known is not null)
            return null;
        if (subject.Email is null)
            return OidcRefusal.NoEmail;
        return namesake is null || (subject.EmailVerified && !await HasOtherSubjectAsync(namesake))
            ? null
            : OidcRefusal.EmailTaken;
    }

    // A reassigned address must not give its new owner the former owner's account.
    private async Task<bool> HasOtherSubjectAsync(Operator found) =>
        (await operators.GetLoginsAsync(found)).Any(login => login.LoginProvider == Provider);

    // A time in the future proves as little as none.
    private bool IsTooOld(OidcSubject subject) =>
        options.Value.MaxAge is { } most
        && !(time.GetUtcNow() - subject.AuthenticatedAt is { } age && age >= -Skew && age <= most + Skew);

    private async Task<Operator> StoreAsync(
        OidcSubject subject,
        Operator? known,
        Operator? namesake,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var who = known ?? namesake ?? await CreateAsync(subject);
        if (known is null)
        {
            var login = new UserLoginInfo(Provider, subject.Key, options.Value.DisplayName);
            Demand(await operators.AddLoginAsync(who, login));
            record.Linked(db, who, isNew: namesake is null);
        }
        if (who.Role != subject.Role)
        {
            record.RoleChanged(db, who, subject.Role!.Value);
            who.Role = subject.Role.Value;
        }
        Demand(await operators.UpdateAsync(who));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return who;
    }

    private async Task<Operator> CreateAsync(OidcSubject subject)
    {
        var made = new Operator
        {
            UserName = subject.Email,
            Email = subject.Email,
            EmailConfirmed = subject.EmailVerified,
            DisplayName = subject.Name,
            Role = subject.Role!.Value,
            CreatedAt = time.GetUtcNow(),
        };
        Demand(await operators.CreateAsync(made));
        return made;
    }

    private static AuthenticationProperties Properties(string? idToken)
    {
        var properties = new AuthenticationProperties();
        if (idToken is not null)
            properties.StoreTokens([
                new AuthenticationToken { Name = OpenIdConnectParameterNames.IdToken, Value = idToken },
            ]);
        return properties;
    }

    // A cookie in use is renewed, so its own expiry would never be reached.
    private IEnumerable<Claim> Claims()
    {
        yield return new Claim(ClaimTypes.AuthenticationMethod, SessionMethods.SingleSignOn);
        if (options.Value.MaxAge is not { } age)
            yield break;
        var ends = (time.GetUtcNow() + age).ToUnixTimeSeconds();
        yield return new Claim(Actor.EndsClaim, ends.ToString(CultureInfo.InvariantCulture));
    }

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(e => e.Code)));
    }
}
