using System.Collections.Concurrent;
using Dashboard.Data;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails.Messages;

/// <param name="Id">Null for the built-in wording.</param>
/// <param name="Number">0 for the built-in wording.</param>
internal sealed record WordingInUse(WordingTexts Texts, string? Id, int Number);

/// <summary>
/// Reads the wording in use. It is cached for a few seconds, because thousands of messages need it in a row and a
/// version saved on another node must soon be in use here.
/// </summary>
internal sealed class Wordings(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    public static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Entry> _cache = new(StringComparer.Ordinal);

    public async Task<WordingInUse> InUseAsync(CustomerLanguage language, CancellationToken cancellationToken)
    {
        if (
            _cache.TryGetValue(language.Tag, out var known)
            && time.GetElapsedTime(known.Since) < CacheDuration
        )
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
        _cache[language.Tag] = new Entry(wording, since);
        return wording;
    }

    /// <summary>Reads the version that a message was rendered with.</summary>
    /// <param name="wordingId">Null: the built-in one.</param>
    /// <param name="language">Of the message.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
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

    /// <summary>Drops the cached wording after a new version was saved.</summary>
    public void Forget(CustomerLanguage language) => _cache.TryRemove(language.Tag, out _);

    private sealed record Entry(WordingInUse Wording, long Since);
}
