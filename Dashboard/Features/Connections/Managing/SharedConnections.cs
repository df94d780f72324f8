using Dashboard.SnapTrade;

namespace Dashboard.Features.Connections.Managing;

/// <summary>Connection Sharing: SnapTrade lists connections shared with a user, and returns 404 when that user changes one.</summary>
internal static class SharedConnections
{
    /// <summary>Whether a change failed because the connection is shared by its owner.</summary>
    public static async Task<bool> IsSharedAsync(
        this ISnapTradeClient client,
        SnapTradeException failure,
        string connectionId,
        UserCredentials user
    )
    {
        if (failure.Kind != SnapTradeErrorKind.NotFound)
            return false;
        try
        {
            var list = await client.ListAuthorizationsAsync(user, CancellationToken.None);
            return list.Value.Any(found => found.Id == connectionId);
        }
        catch (SnapTradeException)
        {
            return false;
        }
    }
}
