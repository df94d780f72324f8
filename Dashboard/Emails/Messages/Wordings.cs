using System.Collections.Concurrent;
using Dashboard.Data;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails.Messages;

/// <param name="Id">Null for the built-in wording.</param>
/// <param name="Number">0 for the built-in wording.</param>
internal sealed record WordingInUse(WordingTexts Texts, string? Id, int Number);

/// <summary>
/// Knows the wording in use. It is kept for a few seconds: thousands of messages ask for it in a row, and one
/// saved at another node must be in use here soon.
/// </summary>
internal sealed class Wordings(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    public async Task<WordingInUse> InUseAsync(CustomerLanguage language, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(language.Tag, out var known) && time.GetElapsedTime(known.Since) < KeptFor)
            return known.Wording;
        var since = time.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var latest = await db
            .EmailWordings.AsNoTracking()
            .Where(w => w.Locale == language.Tag)
            .OrderByDescending(w => w.Number)
            .FirstOrDefaultAsync(cancellationToken);
        var wording = latest is null
            ? new WordingInUse(BuiltInWording.Of(language), null, BuiltInWording.Number)
            : new WordingInUse(WordingTexts.Of(latest), latest.Id, latest.Number);
        _kept[language.Tag] = new Kept(wording, since);
        return wording;
    }

    /// <summary>The version that a message was written with.</summary>
    /// <param name="wordingId">Null: the built-in one.</param>
    /// <param name="language">The message's.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<WordingInUse> FindAsync(
        string? wordingId,
        CustomerLanguage language,
        CancellationToken cancellationToken
    )
    {
        if (wordingId is not null)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var found = await db
                .EmailWordings.AsNoTracking()
                .SingleOrDefaultAsync(w => w.Id == wordingId, cancellationToken);
            if (found is not null)
                return new WordingInUse(WordingTexts.Of(found), found.Id, found.Number);
        }
        return new WordingInUse(BuiltInWording.Of(language), null, BuiltInWording.Number);
    }

    /// <summary>Another version is in use from now on.</summary>
    public void Forget(CustomerLanguage language) => _kept.TryRemove(language.Tag, out _);

    private sealed record Kept(WordingInUse Wording, long Since);
}
