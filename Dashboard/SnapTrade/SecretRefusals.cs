using Dashboard.Data;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.SnapTrade;

/// <summary>What a refused secret turned out to be.</summary>
/// <param name="IsNoted">The secret is written off; false when it is not the secret's fault, or it was replaced since.</param>
/// <param name="Error">The refusal; <see cref="SnapTradeErrorKind.ForeignKeys"/> when our key pair is at fault.</param>
public readonly record struct SecretVerdict(bool IsNoted, SnapTradeException Error);

/// <summary>
/// Decides whether a refused secret is wrong or our key pair is: SnapTrade answers both with the same code, and with the
/// key pair of another client it refuses every user. A secret is written off only while others are answered.
/// </summary>
public sealed class SecretRefusals(
    IDbContextFactory<DashboardDbContext> contexts,
    UserSecrets secrets,
    TimeProvider time
)
{
    private const string Code = "1083";

    // Users with a wrong secret of their own must not pass for a wrong key pair.
    private const int OthersAsked = 3;
    private const int ListedAtATime = 1000;
    private static readonly TimeSpan Proof = TimeSpan.FromMinutes(1);

    private long _answeredAt;
    private long _allRefusedAt;

    /// <summary>Whether SnapTrade does not know the user's secret under our key pair.</summary>
    public static bool IsRefusal(SnapTradeException error) =>
        error is { Kind: SnapTradeErrorKind.Unauthorized, Code: Code };

    /// <summary>Notes that SnapTrade accepted some user's secret, and so our key pair.</summary>
    public void Answered()
    {
        Interlocked.Exchange(ref _answeredAt, time.GetTimestamp());
        Interlocked.Exchange(ref _allRefusedAt, 0);
    }

    /// <summary>Writes off the secret that <paramref name="user"/> was read with, if it is at fault.</summary>
    /// <param name="error">For which <see cref="IsRefusal"/> is true.</param>
    /// <param name="user">The refused user.</param>
    /// <param name="at">When the secret was refused.</param>
    /// <param name="client">Asks about other users, unless one was answered within a minute.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    public async Task<SecretVerdict> JudgeAsync(
        SnapTradeException error,
        SnapTradeUser user,
        DateTimeOffset at,
        ISnapTradeClient client,
        CancellationToken cancellationToken
    ) =>
        await AreOthersAnsweredAsync(user.Id, client, cancellationToken) switch
        {
            true => new(await NoteAsync(user, at, cancellationToken), error),
            false => new(IsNoted: false, ForeignKeys(error)),
            null => new(IsNoted: false, error),
        };

    /// <returns>Null: no response allows a decision.</returns>
    private async Task<bool?> AreOthersAnsweredAsync(
        string userId,
        ISnapTradeClient client,
        CancellationToken cancellationToken
    )
    {
        if (IsRecent(ref _answeredAt))
            return true;
        if (IsRecent(ref _allRefusedAt))
            return false;
        var areAnswered = await AskOthersAsync(userId, client, cancellationToken);
        if (areAnswered == false)
            Interlocked.Exchange(ref _allRefusedAt, time.GetTimestamp());
        return areAnswered;
    }

    private async Task<bool?> AskOthersAsync(
        string userId,
        ISnapTradeClient client,
        CancellationToken cancellationToken
    )
    {
        var others = await OthersAsync(userId, cancellationToken);
        if (others.Count == 0)
            return await AreUsersOursAsync(client, cancellationToken);
        bool? areAnswered = null;
        foreach (var other in others)
        {
            try
            {
                await client.ListAuthorizationsAsync(other, cancellationToken);
                Answered();
                return true;
            }
            catch (SnapTradeException refusal)
            {
                if (IsRefusal(refusal))
                    areAnswered = false;
            }
        }
        return areAnswered;
    }

    // Without another secret to ask with, the list of users tells: it needs the key pair alone, and another client's names
    // other users.
    private async Task<bool?> AreUsersOursAsync(ISnapTradeClient client, CancellationToken cancellationToken)
    {
        try
        {
            var listed = await client.ListUsersAsync(cancellationToken);
            // A client without users: the refused one may be deleted. A secret that was written off wrongly is asked again.
            return listed.Count == 0 || await KnowsAnyAsync(listed, cancellationToken);
        }
        catch (SnapTradeException refusal)
        {
            return refusal.Kind is SnapTradeErrorKind.Unauthorized or SnapTradeErrorKind.Forbidden
                ? false
                : null;
        }
    }

    private async Task<bool> KnowsAnyAsync(IReadOnlyList<string> listed, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var some in listed.Chunk(ListedAtATime))
        {
            if (await db.SnapTradeUsers.AnyAsync(u => some.Contains(u.Id), cancellationToken))
                return true;
        }
        return false;
    }

    private async Task<List<UserCredentials>> OthersAsync(string userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var others = await db
            .SnapTradeUsers.AsNoTracking()
            .Where(u => u.ProtectedSecret != null && u.SecretRefusedAt == null && u.Id != userId)
            .OrderByDescending(u => u.CheckTriedAt)
            .Take(OthersAsked)
            .Select(u => new { u.Id, u.ProtectedSecret })
            .ToListAsync(cancellationToken);
        return
        [
            .. others
                .Select(o => (o.Id, Secret: secrets.Unprotect(o.ProtectedSecret!)))
                .Where(o => o.Secret is not null)
                .Select(o => new UserCredentials(o.Id, o.Secret!)),
        ];
    }

    private async Task<bool> NoteAsync(
        SnapTradeUser user,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await WrittenOffSecrets.AddAsync(db, user, at, cancellationToken);
    }

    private bool IsRecent(ref long at) =>
        Interlocked.Read(ref at) is not 0 and var noted && time.GetElapsedTime(noted) < Proof;

    private static SnapTradeException ForeignKeys(SnapTradeException error) =>
        new(
            SnapTradeErrorKind.ForeignKeys,
            "SnapTrade refuses every user: the client id and key are probably another client's."
        )
        {
            StatusCode = error.StatusCode,
            Code = error.Code,
            Detail = error.Detail,
            RequestId = error.RequestId,
        };
}
