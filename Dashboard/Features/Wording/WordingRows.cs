using Dashboard.Data;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Messages;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Wording;

/// <summary>Queries the stored versions of a language's wording.</summary>
internal static class WordingRows
{
    public static IQueryable<EmailWording> WordingsOf(
        this DashboardDbContext db,
        CustomerLanguage language
    ) => db.EmailWordings.AsNoTracking().Where(w => w.Locale == language.Tag);

    /// <summary>The version in use; null for the built-in wording.</summary>
    public static Task<EmailWording?> LatestWordingAsync(
        this DashboardDbContext db,
        CustomerLanguage language,
        CancellationToken cancellationToken
    ) => db.WordingsOf(language).OrderByDescending(w => w.Number).FirstOrDefaultAsync(cancellationToken);

    public static int NumberOrBuiltIn(this EmailWording? latest) => latest?.Number ?? BuiltInWording.Number;

    public static WordingTexts TextsOrBuiltIn(this EmailWording? latest, CustomerLanguage language) =>
        latest is null ? BuiltInWording.Of(language) : WordingTexts.Of(latest);
}
