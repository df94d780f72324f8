using Dashboard.Data.Search;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Users;

namespace Dashboard.Data.Events;

/// <summary>Writes the changes of a batch to users, episodes and connections.</summary>
internal static class WorkingSetWriter
{
    public static async Task WriteUsersAsync(
        this RowCommands rows,
        DashboardDbContext db,
        WorkingSet set,
        IReadOnlyList<ConnectionEvent> stored,
        CancellationToken cancellationToken
    )
    {
        await rows.InsertAsync(set.NewUsers, cancellationToken);
        List<SearchToken> tokens = [.. set.NewUsers.SelectMany(TokensOf)];
        await rows.InsertAsync(tokens, cancellationToken);
        List<SnapTradeUser> changed = [.. set.ChangedUsers(stored)];
        changed.ForEach(user => user.NextVersion());
        await rows.UpdateAsync(changed, cancellationToken);
        // The only change of a name or an address by an event.
        List<string> deleted = [.. changed.Where(u => u.DeletedAt is not null).Select(u => u.Id)];
        if (deleted.Count > 0)
            await SearchTokenRepair.RunAsync(db, deleted, cancellationToken);
    }

    private static IEnumerable<SearchToken> TokensOf(SnapTradeUser user) =>
        SearchToken.Of(user.Id, user.Name, user.Email);

    public static async Task WriteEpisodesAsync(
        this RowCommands rows,
        WorkingSet set,
        CancellationToken cancellationToken
    )
    {
        List<Episode> gone = [],
            added = [];
        List<(Episode, Episode)> changed = [];
        foreach (var unit in set.Connections.Values)
        {
            var before = unit.EpisodesBefore.ToDictionary(e => e.StartedAt);
            foreach (var episode in unit.EpisodesAfter)
            {
                if (!before.Remove(episode.StartedAt, out var known))
                    added.Add(episode);
                else if (known.EndedAt != episode.EndedAt || known.Outcome != episode.Outcome)
                    changed.Add((known, episode));
            }
            gone.AddRange(before.Values);
        }
        await rows.DeleteAsync(gone, cancellationToken);
        await rows.InsertAsync(added, cancellationToken);
        await rows.UpdateAsync(changed, cancellationToken);
    }

    public static async Task WriteConnectionsAsync(
        this RowCommands rows,
        WorkingSet set,
        CancellationToken cancellationToken
    )
    {
        foreach (var unit in set.Connections.Values)
            unit.Connection.NextVersion();
        var units = set.Connections.Values;
        await rows.InsertAsync([.. units.Where(u => u.IsNew).Select(u => u.Connection)], cancellationToken);
        await rows.UpdateAsync(
            units.Where(u => !u.IsNew).Select(u => (u.Before!, u.Connection)),
            cancellationToken
        );
    }
}
