using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Messages;
using Dashboard.Mail;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Wording;

/// <summary>Shows, changes and tries out what messages say. Every method needs <see cref="Permission.ManageSettings"/>.</summary>
/// <exception cref="AccessDeniedException">From every method, when who asks may not.</exception>
internal sealed class WordingEditor(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    Wordings wordings,
    ReconnectMessageWriter writer,
    IMailSender mail,
    PublicOrigin origin,
    TimeProvider time
)
{
    /// <summary>How many earlier versions are listed; all are kept.</summary>
    public const int MaxVersions = 50;

    public async Task<WordingState> LoadAsync(CustomerLanguage language, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageSettings);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var latest = await LatestAsync(db, language, cancellationToken);
        var versions = await Of(db, language)
            .OrderByDescending(w => w.Number)
            .Take(MaxVersions)
            .Select(w => new WordingVersion(w.Number, w.CreatedAt, w.CreatedBy))
            .ToListAsync(cancellationToken);
        return new WordingState(NumberOf(latest), TextsOf(latest, language), versions);
    }

    /// <summary>The texts of a version, 0 for the built-in ones; null when there is none with that number.</summary>
    public async Task<WordingTexts?> FindAsync(
        CustomerLanguage language,
        int number,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ManageSettings);
        if (number == BuiltInWording.Number)
            return BuiltInWording.Of(language);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await Of(db, language).SingleOrDefaultAsync(w => w.Number == number, cancellationToken);
        return found is null ? null : WordingTexts.Of(found);
    }

    /// <summary>Makes a new version, which is in use at once here and within seconds on other nodes.</summary>
    /// <param name="language">Whose wording.</param>
    /// <param name="texts">The new texts.</param>
    /// <param name="basedOn">The version that the admin began with; another in use by now is not replaced.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>Why not, in words; null when it was saved, or was so already.</returns>
    public async Task<string?> SaveAsync(
        CustomerLanguage language,
        WordingTexts texts,
        int basedOn,
        CancellationToken cancellationToken
    )
    {
        var actor = await current.DemandAsync(Permission.ManageSettings);
        texts = texts.Clean();
        if (texts.Problems().Count > 0)
            return "Some texts can’t be used yet. Correct what is marked, and save again.";
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var latest = await LatestAsync(db, language, cancellationToken);
        if (NumberOf(latest) != basedOn)
            return Overtaken(latest?.CreatedBy, NumberOf(latest));
        var before = TextsOf(latest, language);
        if (texts == before)
            return null;
        var made = NewVersion(language, texts, basedOn + 1, actor);
        db.EmailWordings.Add(made);
        Audit(db, language, before, texts, basedOn);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (db.IsUniqueViolation(exception))
        {
            return Overtaken(by: null, made.Number);
        }
        await transaction.CommitAsync(cancellationToken);
        wordings.Forget(language);
        return null;
    }

    /// <summary>The message that these texts make, with people and links of no reality.</summary>
    public async Task<WrittenMessage> PreviewAsync(
        CustomerLanguage language,
        WordingTexts texts,
        bool isSeveral
    )
    {
        await current.DemandAsync(Permission.ManageSettings);
        return await WriteSampleAsync(language, texts, isSeveral);
    }

    /// <summary>Sends the same to whoever asks.</summary>
    public async Task<TestMail> SendTestAsync(
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
        var written = await WriteSampleAsync(language, texts.Clean(), isSeveral);
        var problem = await TryToSendAsync(
            new OutgoingMail(address, $"[Test] {written.Subject}", written.Text, written.Html),
            cancellationToken
        );
        audit.Add(
            db,
            AuditActions.SendTestEmail,
            SubjectOf(language),
            problem is null ? "done" : $"{AuditResults.Failed}: {problem}"
        );
        await db.SaveChangesAsync(CancellationToken.None);
        return new TestMail(address, problem) { ReachesPeople = mail.ReachesPeople };
    }

    private async Task<string?> TryToSendAsync(OutgoingMail message, CancellationToken cancellationToken)
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

    private Task<WrittenMessage> WriteSampleAsync(
        CustomerLanguage language,
        WordingTexts texts,
        bool isSeveral
    ) => writer.WriteAsync(SampleMessage.Of(language, isSeveral, time.GetUtcNow(), origin), texts);

    private void Audit(
        DashboardDbContext db,
        CustomerLanguage language,
        WordingTexts before,
        WordingTexts after,
        int basedOn
    )
    {
        var changes = new ChangedParts()
            .Add("version", basedOn, basedOn + 1)
            .Add("subject", before.Subject, after.Subject)
            .Add("heading", before.Heading, after.Heading)
            .Add("introduction", before.Introduction, after.Introduction)
            .Add("button", before.Button, after.Button)
            .Add("closing", before.Closing, after.Closing);
        audit.Add(
            db,
            AuditActions.ChangeEmailWording,
            SubjectOf(language),
            before: changes.Before,
            after: changes.After
        );
    }

    private EmailWording NewVersion(CustomerLanguage language, WordingTexts texts, int number, Actor actor) =>
        new()
        {
            Id = Guid.NewGuid().ToString("N"),
            Locale = language.Tag,
            Number = number,
            Subject = texts.Subject,
            Heading = texts.Heading,
            Introduction = texts.Introduction,
            Button = texts.Button,
            Closing = texts.Closing,
            CreatedAt = time.GetUtcNow(),
            CreatedBy = actor.Name,
        };

    private static IQueryable<EmailWording> Of(DashboardDbContext db, CustomerLanguage language) =>
        db.EmailWordings.AsNoTracking().Where(w => w.Locale == language.Tag);

    private static Task<EmailWording?> LatestAsync(
        DashboardDbContext db,
        CustomerLanguage language,
        CancellationToken cancellationToken
    ) => Of(db, language).OrderByDescending(w => w.Number).FirstOrDefaultAsync(cancellationToken);

    private static int NumberOf(EmailWording? latest) => latest?.Number ?? BuiltInWording.Number;

    private static WordingTexts TextsOf(EmailWording? latest, CustomerLanguage language) =>
        latest is null ? BuiltInWording.Of(language) : WordingTexts.Of(latest);

    private static string SubjectOf(CustomerLanguage language) => $"email-wording:{language.Tag}";

    private static string Overtaken(string? by, int number) =>
        $"{by ?? "Somebody else"} saved version {number} meanwhile. Look at it below; saving again puts yours in its place.";
}
