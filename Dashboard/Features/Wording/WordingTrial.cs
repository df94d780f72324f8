using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Messages;
using Dashboard.Mail;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Wording;

/// <summary>
/// Renders and sends sample messages with a wording, saved or not. Every method needs
/// <see cref="Permission.ManageSettings"/>.
/// </summary>
/// <exception cref="AccessDeniedException">From every method, when the caller lacks the permission.</exception>
internal sealed class WordingTrial(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    ReconnectMessageWriter writer,
    IMailSender mail,
    PublicOrigin origin,
    TimeProvider time
)
{
    public async Task<WrittenMessage> PreviewAsync(
        CustomerLanguage language,
        WordingTexts texts,
        bool isSeveral
    )
    {
        await current.DemandAsync(Permission.ManageSettings);
        return await RenderAsync(language, texts, isSeveral);
    }

    /// <summary>Sends the sample message to the caller.</summary>
    public async Task<TestMail> SendAsync(
        CustomerLanguage language,
        WordingTexts texts,
        bool isSeveral,
        CancellationToken cancellationToken
    )
    {
        var actor = await current.DemandAsync(Permission.ManageSettings);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var address = await db
            .Users.Where(o => o.Id == actor.Id)
            .Select(o => o.Email)
            .SingleOrDefaultAsync(cancellationToken);
        if (address is null)
            return new TestMail(null, "Your account has no e-mail address.");
        var written = await RenderAsync(language, texts.Clean(), isSeveral);
        var problem = await TrySendAsync(
            new OutgoingMail(address, $"[Test] {written.Subject}", written.Text, written.Html),
            cancellationToken
        );
        audit.Add(
            db,
            AuditActions.SendTestEmail,
            WordingEditor.SubjectOf(language),
            problem is null ? "done" : $"{AuditResults.Failed}: {problem}"
        );
        await db.SaveChangesAsync(CancellationToken.None);
        return new TestMail(address, problem) { ReachesPeople = mail.ReachesPeople };
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

    private Task<WrittenMessage> RenderAsync(CustomerLanguage language, WordingTexts texts, bool isSeveral) =>
        writer.WriteAsync(SampleMessage.Of(language, isSeveral, time.GetUtcNow(), origin), texts);
}
