using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Notices;
using Dashboard.Domain.Operators;
using Dashboard.Features.Notices.Messages;
using Dashboard.Features.Notices.Sending;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Notices.Settings;

/// <summary>Sends a test with the saved settings and reports the result.</summary>
internal sealed class NoticeTests(
    IDbContextFactory<DashboardDbContext> contexts,
    NoticeWriter writer,
    NoticeDelivery delivery,
    CurrentOperator current,
    AuditWriter audit
)
{
    /// <returns>One result per address.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<TestResult>> MailAsync(CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.ManageSettings);
        var text = writer.WriteTest(actor.Name);
        List<TestResult> results = [];
        foreach (var to in (await SettingsAsync(cancellationToken)).ReadRecipients())
        {
            var result = await delivery.MailAsync(to, text, cancellationToken);
            results.Add(new TestResult(to, result.IsDelivered, result.Words));
        }
        await NoteAsync("e-mail", results, cancellationToken);
        return results;
    }

    /// <exception cref="AccessDeniedException"/>
    public async Task<TestResult> WebhookAsync(CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.ManageSettings);
        var settings = await SettingsAsync(cancellationToken);
        var sent = await delivery.PostAsync(settings, writer.WriteTest(actor.Name), cancellationToken);
        var result = new TestResult("The webhook", sent.IsDelivered, sent.Words);
        await NoteAsync("webhook", [result], cancellationToken);
        return result;
    }

    private async Task<NoticeSettings> SettingsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.NoticeSettings.AsNoTracking().SingleOrDefaultAsync(cancellationToken)
            ?? new NoticeSettings();
    }

    private async Task NoteAsync(
        string way,
        IReadOnlyCollection<TestResult> results,
        CancellationToken cancellationToken
    )
    {
        var failed = results.FirstOrDefault(r => !r.IsDelivered);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        audit.Add(
            db,
            AuditActions.SendTestNotice,
            $"notices:{way}",
            failed is null ? "done" : $"{AuditResults.Failed}: {failed.Words}"
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
