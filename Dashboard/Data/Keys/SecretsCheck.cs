using Dashboard.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Keys;

/// <summary>
/// Reports stored secrets that can no longer be decrypted: when a node takes this work, and once a day. The node is ready
/// meanwhile: these users are watched all the same, and a table of a million takes seconds to read.
/// </summary>
internal sealed partial class SecretsCheck(
    IDbContextFactory<DashboardDbContext> contexts,
    UserSecrets secrets,
    ILogger<SecretsCheck> logger
) : IRecurringWork
{
    // Protected text begins with the id of its key; this many characters distinguish the keys.
    private const int LettersOfKey = 26;

    public string Name => "secrets-check";

    public TimeSpan Interval => TimeSpan.FromDays(1);

    public bool OnOneNode => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        // One of each key's: whether the key is there is the same for all of them.
        Dictionary<string, bool> isLost = new(StringComparer.Ordinal);
        var lost = 0;
        string? after = null;
        do
        {
            var (texts, last) = await NextAsync(after, stoppingToken);
            foreach (var byKey in texts.GroupBy(KeyOf, StringComparer.Ordinal))
            {
                if (!isLost.TryGetValue(byKey.Key, out var found))
                    isLost[byKey.Key] = found = secrets.Unprotect(byKey.First()) is null;
                lost += found ? byKey.Count() : 0;
            }
            after = last;
        } while (after is not null && await lease.HoldAsync(stoppingToken));
        // Who stopped on the way leaves the count to the node that took the work.
        if (after is null && lost > 0)
            LogLost(logger, lost);
        return null;
    }

    private static string KeyOf(string text) => text[..Math.Min(text.Length, LettersOfKey)];

    private async Task<(List<string> Texts, string? Last)> NextAsync(
        string? after,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var users = await db
            .SnapTradeUsers.AsNoTracking()
            .After(after)
            .Select(u => new { u.Id, u.ProtectedSecret })
            .ToListAsync(cancellationToken);
        return (
            [.. users.Select(u => u.ProtectedSecret).OfType<string>()],
            users.Count == UserPages.Size ? users[^1].Id : null
        );
    }

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The SnapTrade userSecrets of {Count} users can't be read: the keys that protected them are missing in the table DataProtectionKeys. Their connections are still watched, but not checked, and no reconnect link works for them. Restore that table from a backup, or send these users again with PUT /api/v1/users; docs/operations.md, \"Keys\", says more"
    )]
    private static partial void LogLost(ILogger logger, int count);
}
