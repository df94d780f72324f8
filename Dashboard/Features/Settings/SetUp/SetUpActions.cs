using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Emails.Delivery;
using Dashboard.Features.Settings.Checks;
using Dashboard.Mail;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Settings.SetUp;

/// <summary>The result of a test message.</summary>
/// <param name="To">Null: the account has no address.</param>
/// <param name="Problem">Null: it was accepted.</param>
public sealed record TestMessage(string? To, string? Problem, bool ReachesPeople);

/// <summary>What an admin can try from the set-up. Tests are on the audit trail.</summary>
/// <exception cref="AccessDeniedException">From every method, when the caller lacks the permission.</exception>
internal sealed class SetUpActions(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    SnapTradeCheck snapTrade,
    OutsideCheck outside,
    IMailSender mail,
    DispatcherState dispatcher,
    PublicOrigin origin,
    TimeProvider time
)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(10);

    public async Task<SnapTradeResult> AskSnapTradeAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageSettings);
        return await snapTrade.CheckAsync(cancellationToken);
    }

    /// <summary>Looks at the public address when the last look is old; no test that anybody asked for.</summary>
    public async Task LookFromOutsideAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageSettings);
        if (outside.Last is null || time.GetUtcNow() - outside.Last.At > LookAgainAfter)
            await outside.RunAsync(cancellationToken);
    }

    public async Task<OutsideResult> SendTestDeliveryAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageSettings);
        var result = await outside.RunAsync(cancellationToken);
        await NoteAsync(AuditActions.SendTestDelivery, "set-up:webhooks", result.Problem);
        return result;
    }

    /// <summary>Sends a message to the caller.</summary>
    public async Task<TestMessage> SendTestMessageAsync(CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.ManageSettings);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var address = await db
            .Users.Where(o => o.Id == actor.Id)
            .Select(o => o.Email)
            .SingleOrDefaultAsync(cancellationToken);
        if (address is null)
            return new(null, "Your account has no e-mail address.", mail.ReachesPeople);
        var problem = await TrySendAsync(
            new OutgoingMail(
                address,
                "A test from the connection health dashboard",
                $"{actor.Name} sent this from {origin.Url(Components.Navigation.SettingsPaths.SetUp)} to check that e-mails arrive."
            ),
            cancellationToken
        );
        if (problem is null && mail.ReachesPeople)
            dispatcher.Answered(isAccepted: true, time.GetUtcNow());
        await NoteAsync(AuditActions.SendTestEmail, "set-up:e-mail", problem);
        return new(address, problem, mail.ReachesPeople);
    }

    private async Task<string?> TrySendAsync(OutgoingMail message, CancellationToken cancellationToken)
    {
        try
        {
            await mail.SendAsync(message, cancellationToken);
            return null;
        }
        catch (MailException refusal)
        {
            return refusal.Message;
        }
    }

    // What was tried is recorded even when the operator leaves meanwhile.
    private async Task NoteAsync(string action, string subject, string? problem)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        audit.Add(db, action, subject, problem is null ? "done" : $"{AuditResults.Failed}: {problem}");
        await db.SaveChangesAsync(CancellationToken.None);
    }
}
