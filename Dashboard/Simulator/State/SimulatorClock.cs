using System.Globalization;

namespace Dashboard.Simulator.State;

/// <summary>Times as SnapTrade has them: UTC, to the microsecond.</summary>
internal static class SimulatorClock
{
    public static DateTimeOffset Now(this TimeProvider time) => time.GetUtcNow().ToMicroseconds();

    public static DateTimeOffset ToMicroseconds(this DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>As in webhooks: six fraction digits and a numeric offset.</summary>
    public static string ToWebhookTime(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);

    /// <summary>As in API answers.</summary>
    public static string ToApiTime(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
