using System.Linq.Expressions;
using Dashboard.Domain;
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

    private readonly IReadOnlyList<SearchedWord> _words;

    private FoundUsers(IReadOnlyList<SearchedWord> words, IReadOnlyCollection<string>? ids) =>
        (_words, Ids) = (words, ids);

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
    internal static FoundUsers Tested(IReadOnlyList<SearchedWord> words) => new(words, null);

    /// <summary>Whether the user with an id is found.</summary>
    /// <inheritdoc cref="SearchedWord.Test"/>
    public Expression<Func<string, bool>> Test(DashboardDbContext db, bool isById = false)
    {
        if (Ids is { } ids)
            return id => ids.Contains(id);
        return _words.Select(word => word.Test(db, isById)).Aggregate(Predicates.And);
    }

    /// <summary>The users with a token of the rarest word and one of each other word, in no order.</summary>
    /// <returns>Null when there are more than <see cref="MaxListed"/>.</returns>
    public static async Task<List<string>?> ListAsync(
        DashboardDbContext db,
        SearchedWord rarest,
        IEnumerable<SearchedWord> others,
        CancellationToken cancellationToken
    )
    {
        var users = others.Aggregate(rarest.Users(db), (found, word) => found.Where(word.Test(db)));
        var ids = await users.Distinct().Take(MaxListed + 1).ToListAsync(cancellationToken);
        return ids.Count > MaxListed ? null : ids;
    }

    /// <summary>How many of its tokens may be read to list what a word finds.</summary>
    /// <param name="others">The number of other words, which leave fewer.</param>
    public static int MaxReadWith(int others) => others == 0 ? MaxListed : SearchedWord.MaxRead;

    private static async Task<FoundUsers> FindAsync(
        DashboardDbContext db,
        IReadOnlyList<string> texts,
        CancellationToken cancellationToken
    )
    {
        List<SearchedWord> words = [];
        var (rarest, count) = (default(SearchedWord), int.MaxValue);
        // The longest word is probably the rarest; with one that is rare enough, the others need no count.
        foreach (var text in texts.OrderByDescending(t => t.Length))
        {
            var (word, tokens) =
                count <= MaxListed
                    ? (new(text, AreFew: false), int.MaxValue)
                    : await SearchedWord.CountAsync(db, text, cancellationToken);
            words.Add(word);
            if (tokens < count)
                (rarest, count) = (word, tokens);
        }
        if (count > MaxReadWith(words.Count - 1))
            return Tested(words);
        var others = words.Where(word => word != rarest);
        return await ListAsync(db, rarest, others, cancellationToken) is { } ids
            ? Listed(ids)
            : Tested(words);
    }
}
