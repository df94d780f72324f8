namespace Dashboard.Features.Users.Import;

/// <summary>
/// Imports whose last pass on this node failed with a transient error: the time of the next attempt and the number of attempts.
/// The pause doubles from 10 seconds to 5 minutes. The count restarts when rows were written since the last failure.
/// For one caller at a time.
/// </summary>
internal sealed class ImportRetries(TimeProvider time)
{
    /// <summary>Passes that may fail at the same rows; with the pauses between them they take a quarter of an hour.</summary>
    public const int MaxFailures = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Retry> _retries = new(StringComparer.Ordinal);

    /// <summary>Whether the import is not to be tried yet.</summary>
    public bool IsPaused(string importId) =>
        _retries.TryGetValue(importId, out var retry) && time.GetUtcNow() < retry.NotBefore;

    /// <summary>Notes a failed pass.</summary>
    /// <param name="importId">The import.</param>
    /// <param name="rowsDone">How many rows were done when it failed.</param>
    /// <returns>Whether the import is tried again.</returns>
    public bool Add(string importId, int rowsDone)
    {
        var failures =
            _retries.TryGetValue(importId, out var last) && last.RowsDone >= rowsDone ? last.Failures + 1 : 1;
        var pause = Math.Min(LongestPause.Ticks, FirstPause.Ticks << (failures - 1));
        _retries[importId] = new Retry(failures, rowsDone, time.GetUtcNow() + TimeSpan.FromTicks(pause));
        return failures < MaxFailures;
    }

    /// <summary>Forgets all imports but those.</summary>
    public void KeepOnly(IEnumerable<string> importIds)
    {
        var kept = importIds.ToHashSet(StringComparer.Ordinal);
        foreach (var id in _retries.Keys.Where(id => !kept.Contains(id)).ToList())
            _retries.Remove(id);
    }

    private sealed record Retry(int Failures, int RowsDone, DateTimeOffset NotBefore);
}
