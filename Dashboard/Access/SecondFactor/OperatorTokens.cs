using System.Globalization;
using Dashboard.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access.SecondFactor;

/// <summary>Authenticator keys and recovery codes, as rows of Identity's table of tokens.</summary>
internal static class OperatorTokens
{
    public const string Key = "authenticator-key";
    public const string LastStep = "authenticator-step";
    public const string LastPasskeyUse = "passkey-use";
    private const string RecoveryPrefix = "recovery-code:";
    private const string Provider = "Dashboard";

    public static IQueryable<IdentityUserToken<string>> TokensOf(
        this DashboardDbContext db,
        string operatorId
    ) => db.UserTokens.Where(t => t.UserId == operatorId && t.LoginProvider == Provider);

    public static IQueryable<IdentityUserToken<string>> RecoveryCodesOf(
        this DashboardDbContext db,
        string operatorId
    ) => db.TokensOf(operatorId).Where(t => t.Name.StartsWith(RecoveryPrefix));

    public static string RecoveryName(string hash) => RecoveryPrefix + hash;

    public static IdentityUserToken<string> New(string operatorId, string name, string? value = null) =>
        new()
        {
            UserId = operatorId,
            LoginProvider = Provider,
            Name = name,
            Value = value,
        };

    /// <summary>Numbers as text that sorts like them.</summary>
    public static string Sortable(long number) => number.ToString("D20", CultureInfo.InvariantCulture);

    /// <summary>
    /// Increases a stored number. Returns false for the same or a smaller number, also for concurrent requests, so
    /// that a code or a response works once.
    /// </summary>
    public static async Task<bool> RaiseAsync(
        this DashboardDbContext db,
        string operatorId,
        string name,
        long number,
        CancellationToken cancellationToken
    )
    {
        var next = Sortable(number);
        var token = db.TokensOf(operatorId).Where(t => t.Name == name);
        if (!await token.AnyAsync(cancellationToken))
        {
            var first = New(operatorId, name, next);
            db.UserTokens.Add(first);
            if (await db.TrySaveAsync(cancellationToken))
                return true;
            db.Entry(first).State = EntityState.Detached;
        }
        return await token
                .Where(t => string.Compare(t.Value, next) < 0)
                .ExecuteUpdateAsync(s => s.SetProperty(t => t.Value, next), cancellationToken) == 1;
    }
}
