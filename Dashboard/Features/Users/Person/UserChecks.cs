using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Components.Parts;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.SnapTrade;
using Dashboard.Text;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.Person;

/// <summary>Checks all connections of a user on request, with an entry on the audit trail.</summary>
public sealed class UserChecks(
    UserChecker checker,
    IDbContextFactory<DashboardDbContext> contexts,
    AuditWriter audit,
    CurrentOperator current
) : IUserChecks
{
    /// <exception cref="AccessDeniedException"/>
    public async Task<UserCheckReport> CheckAsync(string userId, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageLinks);
        var check = await checker.CheckAsync(
            userId,
            CallPriority.Interactive,
            cancellationToken,
            alongside: (db, token) => RecordAsync(db, userId, "done", token)
        );
        if (check.Status != VerificationStatus.Verified)
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            // SnapTrade may have been asked, so the entry is written even if the operator leaves the page.
            await RecordAsync(
                db,
                userId,
                $"{AuditResults.Failed}: {check.Error?.Kind.ToString() ?? check.Status.ToString()}",
                CancellationToken.None
            );
        }
        return ReportOf(check);
    }

    private Task RecordAsync(
        DashboardDbContext db,
        string userId,
        string result,
        CancellationToken cancellationToken
    )
    {
        audit.Add(db, AuditActions.CheckUser, $"user:{userId}", result);
        return db.SaveChangesAsync(cancellationToken);
    }

    private static UserCheckReport ReportOf(UserCheck check) =>
        check switch
        {
            { Status: VerificationStatus.Verified, Differences.Count: 0 } => new(
                Tone.Ok,
                $"Checked: SnapTrade has {Counts.Of(check.Connections, "connection")}, all as shown."
            ),
            { Status: VerificationStatus.Verified } => new(
                Tone.Wait,
                $"Checked: SnapTrade has {Counts.Of(check.Connections, "connection")}; {Counts.Of(check.Differences.Count, "difference")} corrected."
            ),
            { Status: VerificationStatus.UnknownUser } => new(
                Tone.Bad,
                "There is no such user. Ids are case-sensitive."
            ),
            { Status: VerificationStatus.NoSecret } => new(Tone.Wait, NotCheckedText.NoSecret),
            { Status: VerificationStatus.SecretRefused } => new(Tone.Bad, NotCheckedText.SecretRefused),
            { Error.Kind: SnapTradeErrorKind.RateLimited } => new(Tone.Wait, NotCheckedText.RateLimited),
            { Error.Kind: SnapTradeErrorKind.Unauthorized } => new(Tone.Bad, NotCheckedText.KeysRefused),
            { Error.Kind: SnapTradeErrorKind.ForeignKeys } => new(Tone.Bad, NotCheckedText.ForeignKeys),
            { Error.Kind: SnapTradeErrorKind.Gone } => new(Tone.Bad, NotCheckedText.Gone),
            _ => new(Tone.Wait, NotCheckedText.NoAnswer),
        };
}
