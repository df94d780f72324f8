using System.Globalization;
using Dashboard.Domain;

namespace Dashboard.Components.Navigation;

/// <summary>The address of a connection's page.</summary>
public static class ConnectionAddress
{
    public const string List = "/connections";
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public static string Of(string connectionId) => $"{List}/{PathSegment.Of(connectionId)}";

    /// <summary>The list of the connections of a brokerage that broke since then and are still broken.</summary>
    /// <param name="brokerage">Its id or slug.</param>
    public static string BrokenSince(string brokerage, DateTimeOffset since) =>
        PageAddress.With(List, ("brokerage", brokerage), ("since", Moment(since)));

    /// <summary>An instant as addresses say it: ISO 8601 in UTC, to the tick, so that a list begins exactly then.</summary>
    public static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The instant that <see cref="Moment"/> wrote; null for anything else.</summary>
    public static DateTimeOffset? MomentOf(string? text) =>
        DateTimeOffset.TryParseExact(
            text,
            Format,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at
        )
            ? at
            : null;
}
