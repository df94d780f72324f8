using Dashboard.Domain;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Reading;

/// <summary>
/// How a search finds users by their tokens. Few users are listed beforehand, because a list of ids is found by any index.
/// Many are tested as the list that is searched is read in its order, which soon fills a page.
/// </summary>
public sealed class FoundUsers
{
    /// <summary>Up to this number, users are listed.</summary>
    public const int MaxListed = 1000;

    // Reading this many tokens takes some 10 ms. Of rarer words, more than one must match.
    private const int MaxRead = 20_000;

    private FoundUsers(IReadOnlyList<string> words, IReadOnlyCollection<string>? ids) =>
        (Words, Ids) = (words, ids);

    /// <summary>The words, folded, each of which must be found; without words, nothing is found.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The users; null when there are many.</summary>
    public IReadOnlyCollection<string>? Ids { get; }

    /// <summary>Finds users in whose tokens each word of the search is found.</summary>
    /// <returns>Null without a search.</returns>
    public static async Task<FoundUsers?> FindAsync(
        DashboardDbContext db,
        string? search,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(search))
            return null;
        var words = SearchTokens.WordsOf(search);
        return words.Count == 0 ? Listed([]) : await FindAsync(db, words, cancellationToken);
    }

    /// <summary>Users that are known beforehand.</summary>
    internal static FoundUsers Listed(IReadOnlyCollection<string> ids) => new([], ids);

    /// <summary>Users that are tested while reading.</summary>
    internal static FoundUsers Tested(IReadOnlyList<string> words) => new(words, null);

    /// <summary>The number of tokens that begin with a word, up to a maximum.</summary>
    public static Task<int> CountAsync(
        DashboardDbContext db,
        string word,
        int max,
        CancellationToken cancellationToken
    ) => TokensOf(db, word).Take(max).CountAsync(cancellationToken);

    /// <summary>The tokens that begin with a word.</summary>
    public static IQueryable<SearchToken> TokensOf(DashboardDbContext db, string word)
    {
        var after = SearchTokens.After(word);
        return db.SearchTokens.Where(t =>
            string.Compare(t.Token, word) >= 0 && string.Compare(t.Token, after) < 0
        );
    }

    /// <summary>For each word, the tokens that begin with it: a user needs one of each.</summary>
    public IEnumerable<IQueryable<SearchToken>> TokensOf(DashboardDbContext db) =>
        Words.Select(word => TokensOf(db, word));

    /// <summary>The users with a token of the rarest word and one of each other word, in no order.</summary>
    /// <returns>Null when there are more than <see cref="MaxListed"/>.</returns>
    public static async Task<List<string>?> ListAsync(
        DashboardDbContext db,
        string rarest,
        IEnumerable<string> others,
        CancellationToken cancellationToken
    )
    {
        var users = TokensOf(db, rarest).Select(t => t.UserId);
        foreach (var tokens in others.Select(word => TokensOf(db, word)))
            users = users.Where(id => tokens.Any(t => t.UserId == id));
        var ids = await users.Distinct().Take(MaxListed + 1).ToListAsync(cancellationToken);
        return ids.Count > MaxListed ? null : ids;
    }

    /// <summary>How many of its tokens may be read to list what a word finds.</summary>
    /// <param name="others">The number of other words, which leave fewer.</param>
    public static int MaxReadWith(int others) => others == 0 ? MaxListed : MaxRead;

    private static async Task<FoundUsers> FindAsync(
        DashboardDbContext db,
        IReadOnlyList<string> words,
        CancellationToken cancellationToken
    )
    {
        var max = MaxReadWith(words.Count - 1);
        var (rarest, count) = (words[0], max + 1);
        // The longest word is probably the rarest; with one that is rare enough, the others need no count.
        foreach (var word in words.OrderByDescending(w => w.Length))
        {
            if (count <= MaxListed)
                break;
            var found = await CountAsync(db, word, count, cancellationToken);
            if (found < count)
                (rarest, count) = (word, found);
        }
        if (count > max)
            return Tested(words);
        var others = words.Where(word => word != rarest);
        return await ListAsync(db, rarest, others, cancellationToken) is { } ids
            ? Listed(ids)
            : Tested(words);
    }
}
