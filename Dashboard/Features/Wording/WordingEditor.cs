using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Messages;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Wording;

/// <summary>Reads and saves the wording of messages. Every method needs <see cref="Permission.ManageSettings"/>.</summary>
/// <exception cref="AccessDeniedException">From every method, when the caller lacks the permission.</exception>
internal sealed class WordingEditor(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    Wordings wordings,
    TimeProvider time
)
{
    /// <summary>The number of versions listed; all are kept.</summary>
    public const int MaxVersions = 50;

    public async Task<WordingState> LoadAsync(CustomerLanguage language, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageSettings);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var latest = await db.LatestWordingAsync(language, cancellationToken);
        var versions = await db.WordingsOf(language)
            .OrderByDescending(w => w.Number)
            .Take(MaxVersions)
            .Select(w => new WordingVersion(w.Number, w.CreatedAt, w.CreatedBy))
            .ToListAsync(cancellationToken);
        return new WordingState(latest.NumberOrBuiltIn(), latest.TextsOrBuiltIn(language), versions);
    }

    /// <summary>Reads the texts of a version, 0 for the built-in ones; null when there is no such version.</summary>
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
        var found = await db.WordingsOf(language)
            .SingleOrDefaultAsync(w => w.Number == number, cancellationToken);
        return found is null ? null : WordingTexts.Of(found);
    }

    /// <summary>Saves a new version, which is in use immediately on this node and within seconds on others.</summary>
    /// <param name="language">The language of the wording.</param>
    /// <param name="texts">The new texts.</param>
    /// <param name="basedOn">The version that the admin edited; a newer version is not replaced.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>Why it was not saved, as a sentence; null when it was saved or nothing had changed.</returns>
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
            return "Some texts can’t be used yet. Correct the marked texts, and save again.";
        var refusal = await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var latest = await db.LatestWordingAsync(language, token);
                if (latest.NumberOrBuiltIn() != basedOn)
                    return Overtaken(latest?.CreatedBy, latest.NumberOrBuiltIn());
                var before = latest.TextsOrBuiltIn(language);
                if (texts == before)
                    return null;
                db.EmailWordings.Add(NewVersion(language, texts, basedOn + 1, actor));
                Audit(db, language, before, texts, basedOn);
                await db.SaveChangesAsync(token);
                return null;
            },
            cancellationToken
        );
        wordings.Forget(language);
        return refusal;
    }

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

    /// <summary>The subject of the wording's entries on the audit trail.</summary>
    internal static string SubjectOf(CustomerLanguage language) => $"email-wording:{language.Tag}";

    private static string Overtaken(string? by, int number) =>
        $"{by ?? "Someone else"} saved version {number}. Check it below; saving again replaces it with yours.";
}
