using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.SnapTrade;

/// <summary>Reads what SnapTrade says of all connections of a user.</summary>
internal sealed partial class UserListing(IDbContextFactory<DashboardDbContext> contexts, ILogger? logger)
{
    /// <summary>Asks about every connection that SnapTrade lists and every other one that should exist.</summary>
    /// <exception cref="SnapTradeException">An answer is missing, so none of them counts.</exception>
    public async Task<List<ConnectionCheck>> AskAsync(
        ISnapTradeClient client,
        UserCredentials credentials,
        CancellationToken cancellationToken
    )
    {
        var list = await client.ListAuthorizationsAsync(credentials, cancellationToken);
        var usable = list.Value.Where(found => InputText.IsId(found.Id, Limits.Id)).ToList();
        if (usable.Count < list.Value.Count && logger is not null)
            LogUnusable(logger, list.Value.Count - usable.Count);
        var checks = usable
            .DistinctBy(found => found.Id, StringComparer.Ordinal)
            .Select(found =>
                AuthorizationChecks.Of(found.Id, credentials.UserId, new(found, list.RequestedAt))
            )
            .ToList();
        var listed = checks.Select(c => c.ConnectionId).ToHashSet(StringComparer.Ordinal);
        foreach (var id in await ExpectedAsync(credentials.UserId, cancellationToken))
        {
            if (!listed.Contains(id))
                checks.Add(
                    await AskForMissingAsync(client, id, credentials, list.RequestedAt, cancellationToken)
                );
        }
        return checks;
    }

    // A connection counts as deleted only if it is missing from the list and not found by its id: one list that is empty
    // by mistake must not delete all connections of a user.
    private static async Task<ConnectionCheck> AskForMissingAsync(
        ISnapTradeClient client,
        string connectionId,
        UserCredentials credentials,
        DateTimeOffset listedAt,
        CancellationToken cancellationToken
    )
    {
        var answer = await client.GetAuthorizationAsync(connectionId, credentials, cancellationToken);
        return AuthorizationChecks.Of(
            connectionId,
            credentials.UserId,
            answer.Value is null ? new(null, listedAt) : answer
        );
    }

    /// <summary>The user's connections that should exist.</summary>
    private async Task<List<string>> ExpectedAsync(string userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Connections.Where(c => c.UserId == userId && c.Health != Health.Deleted)
            .Select(c => c.Id)
            .ToListAsync(cancellationToken);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "SnapTrade lists {Count} connections of a user whose ids can't be stored (empty, too long, control characters or a space at the end); they are left out"
    )]
    private static partial void LogUnusable(ILogger logger, int count);
}
