using Dashboard.Access.SecondFactor;
using Dashboard.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access.Passkeys;

/// <summary>
/// Creates the challenges for registering and using passkeys and verifies the responses. A response works once: it is
/// refused when a newer challenge was already answered.
/// </summary>
internal sealed class PasskeyCeremonies(
    UserManager<Operator> operators,
    PasskeyChallenges challenges,
    IDbContextFactory<DashboardDbContext> contexts,
    IHttpContextAccessor http,
    IConfiguration configuration
)
{
    private const string Signing = "sign in";

    private HttpContext Context =>
        http.HttpContext
        ?? throw new InvalidOperationException("Passkeys are for requests, not for circuits.");

    /// <returns>The browser's options for <c>navigator.credentials.create</c>, as JSON.</returns>
    public async Task<string> AskForNewAsync(Operator who)
    {
        var entity = new PasskeyUserEntity
        {
            Id = who.Id,
            Name = who.Email ?? who.DisplayName,
            DisplayName = who.DisplayName,
        };
        var asked = await Handler().MakeCreationOptionsAsync(entity, Context);
        challenges.Keep(Adding(who.Id), asked.AttestationState ?? "");
        return asked.CreationOptionsJson;
    }

    /// <returns>The new passkey, not stored yet; null when the response does not match the challenge.</returns>
    public async Task<UserPasskeyInfo?> CheckNewAsync(string operatorId, string credential)
    {
        if (challenges.Take(Adding(operatorId)) is not { } asked)
            return null;
        var result = await Handler()
            .PerformAttestationAsync(
                new PasskeyAttestationContext
                {
                    HttpContext = Context,
                    CredentialJson = credential,
                    AttestationState = asked.State,
                }
            );
        return result is { Succeeded: true, Passkey.IsUserVerified: true } ? result.Passkey : null;
    }

    /// <param name="who">Null asks for any passkey that the browser has for this site.</param>
    /// <returns>The browser's options for <c>navigator.credentials.get</c>, as JSON.</returns>
    public async Task<string> AskForUseAsync(Operator? who)
    {
        var asked = await Handler().MakeRequestOptionsAsync(who, Context);
        challenges.Keep(Signing, asked.AssertionState ?? "");
        return asked.RequestOptionsJson;
    }

    /// <returns>The owner of the passkey; null when the response is invalid.</returns>
    public async Task<Operator?> CheckUseAsync(string credential, CancellationToken cancellationToken)
    {
        if (challenges.Take(Signing) is not { } asked)
            return null;
        var result = await Handler()
            .PerformAssertionAsync(
                new PasskeyAssertionContext
                {
                    HttpContext = Context,
                    CredentialJson = credential,
                    AssertionState = asked.State,
                }
            );
        if (result is not { Succeeded: true, Passkey.IsUserVerified: true, User: { } owner })
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var at = asked.AskedAt.UtcTicks;
        if (!await db.RaiseAsync(owner.Id, OperatorTokens.LastPasskeyUse, at, cancellationToken))
            return null;
        await CountAsync(db, result.Passkey, cancellationToken);
        return owner;
    }

    private static async Task CountAsync(
        DashboardDbContext db,
        UserPasskeyInfo used,
        CancellationToken cancellationToken
    )
    {
        var stored = await db.UserPasskeys.SingleAsync(
            p => p.CredentialId == used.CredentialId,
            cancellationToken
        );
        stored.Data.SignCount = used.SignCount;
        stored.Data.IsBackedUp = used.IsBackedUp;
        await db.SaveChangesAsync(cancellationToken);
    }

    private static string Adding(string operatorId) => $"add {operatorId}";

    private PasskeyHandler<Operator> Handler() =>
        new(operators, RelyingParty.OptionsFor(Context.Request, configuration["Dashboard:PublicUrl"]));
}
