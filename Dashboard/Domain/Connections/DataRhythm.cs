namespace Dashboard.Domain.Connections;

/// <summary>Whether a connection delivers data as it usually does.</summary>
public enum DataState
{
    /// <summary>No data is expected: none ever came, or the connection is not healthy.</summary>
    None,
    Current,

    /// <summary>Healthy, but the data that usually arrives does not, or arrives without success.</summary>
    Silent,
}

/// <summary>What is known of the data of one connection.</summary>
/// <param name="Since">When its health began: no data is missed from before.</param>
/// <param name="LastAt">The last that brought data; null: none did.</param>
/// <param name="Days">The latest days that brought data: see <see cref="DataDays"/>.</param>
public sealed record DataFacts(Health Health, DateTimeOffset Since, DateTimeOffset? LastAt, long Days);

/// <summary>
/// The rhythm of data, learned from the last 14 days that a connection is known to bring data, so that it follows a change of
/// plan within two weeks. SnapTrade reports holdings of every account daily; connections whose plan is real-time or manual
/// have no rhythm and are never silent.
/// </summary>
public static class DataRhythm
{
    /// <summary>The rhythm is that of so many days up to the last data.</summary>
    public const int Recent = 14;

    // Fewer say nothing of a rhythm.
    private const int MinDays = 5;

    // Of a daily rhythm, weekends may be without data.
    private const double DailyShare = 2 / 3.0;

    /// <summary>A missed day is noticed, a late one is not.</summary>
    public static readonly TimeSpan MinSilence = TimeSpan.FromHours(50);

    // Fewer known days may be without the weekend that is usual: from Friday to Monday.
    private const int Week = 8;
    private const int Weekend = 3;

    // A brokerage's connections have its rhythm when this share of the known ones has it.
    private const double Most = 0.8;
    private const int MinConnections = 10;

    public static DataState StateOf(Health health, DateTimeOffset? lastDataAt, DateTimeOffset? silentSince) =>
        health != Health.Healthy ? DataState.None
        : silentSince is not null ? DataState.Silent
        : lastDataAt is null ? DataState.None
        : DataState.Current;

    /// <summary>The connection's own rhythm; null while too little is known of it.</summary>
    public static bool? IsDaily(DataFacts facts) =>
        Window(facts) is >= MinDays and var window
            ? DataDays.With(facts.Days, window) >= window * DailyShare
            : null;

    /// <summary>Whether connections of a brokerage have a daily rhythm.</summary>
    /// <param name="daily">How many have.</param>
    /// <param name="known">Of how many it is known.</param>
    public static bool IsUsual(int daily, int known) => known >= MinConnections && daily >= known * Most;

    /// <summary>
    /// The last data before the silence, or the later repair since which none came; null when the connection is not silent.
    /// </summary>
    /// <param name="facts">The connection.</param>
    /// <param name="isUsual">Whether its brokerage's connections have a daily rhythm; decides while its own is not known.</param>
    /// <param name="now">The time of the look.</param>
    public static DateTimeOffset? SilentSince(DataFacts facts, bool isUsual, DateTimeOffset now)
    {
        if (facts.Health != Health.Healthy || !(IsDaily(facts) ?? isUsual))
            return null;
        var last = facts.LastAt > facts.Since ? facts.LastAt.Value : facts.Since;
        return now - last > UsualSilence(facts) ? last : null;
    }

    // The longest of the last weeks, such as a weekend, and a day more.
    private static TimeSpan UsualSilence(DataFacts facts)
    {
        var window = Window(facts);
        var gap = DataDays.LongestGap(facts.Days, window);
        return MinSilence + TimeSpan.FromDays((window < Week ? Math.Max(gap, Weekend) : gap) - 1);
    }

    private static int Window(DataFacts facts) => Math.Min(Recent, DataDays.Known(facts.Days));
}
