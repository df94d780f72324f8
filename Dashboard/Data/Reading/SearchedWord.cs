using System.Linq.Expressions;
using Dashboard.Domain;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Reading;

/// <summary>A word of a search, which users are tested for.</summary>
/// <param name="Text">The word, folded.</param>
/// <param name="AreFew">
/// Whether so few tokens begin with it that the database gathers their users first. Of more, or of tokens that were not counted, it
/// looks for one of each user that it tests.
/// </param>
public readonly record struct SearchedWord(string Text, bool AreFew)
{
    /// <summary>Up to this number, tokens are read to find their users: it takes some 10 ms.</summary>
    public const int MaxRead = 20_000;

    /// <summary>Counts the tokens of a word.</summary>
    /// <returns>The word, and how many begin with it: more than <see cref="MaxRead"/> are not counted.</returns>
    public static async Task<(SearchedWord Word, int Tokens)> CountAsync(
        DashboardDbContext db,
        string text,
        CancellationToken cancellationToken
    )
    {
        var tokens = await TokensOf(db, text).Take(MaxRead + 1).CountAsync(cancellationToken);
        return (new(text, tokens <= MaxRead), tokens);
    }

    /// <summary>The users of its tokens; one with several tokens comes several times.</summary>
    public IQueryable<string> Users(DashboardDbContext db) => TokensOf(db, Text).Select(t => t.UserId);

    /// <summary>Whether the user with an id has a token that begins with it.</summary>
    /// <param name="db">The database.</param>
    /// <param name="isById">
    /// Whether what is tested comes in the order of users: then few are found by their ids. In another order, they are tested as it
    /// is read.
    /// </param>
    public Expression<Func<string, bool>> Test(DashboardDbContext db, bool isById = false)
    {
        if (!AreFew)
        {
            var tokens = TokensOf(db, Text);
            return id => tokens.Any(t => t.UserId == id);
        }
        var users = Users(db);
        // An expression, for which there is no index.
        return isById ? id => users.Contains(id) : id => users.Contains(id + "");
    }

    private static IQueryable<SearchToken> TokensOf(DashboardDbContext db, string text)
    {
        var after = SearchTokens.After(text);
        return db.SearchTokens.Where(t =>
            string.Compare(t.Token, text) >= 0 && string.Compare(t.Token, after) < 0
        );
    }
}
