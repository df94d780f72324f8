using System.Text.Json;
using Dashboard.Domain.Emails;

namespace Dashboard.Features.Sending;

/// <summary>How many users of an audience get nothing, by the reason, as a batch keeps it.</summary>
internal static class LeftOut
{
    /// <summary>The reason of those who have a message on its way already; the others are obstacles.</summary>
    public const string OnItsWay = "OnItsWay";

    /// <param name="obstacle">Null for those who have a message on its way.</param>
    public static string Key(EmailObstacle? obstacle) => obstacle?.ToString() ?? OnItsWay;

    /// <summary>The reason in words.</summary>
    public static string Title(EmailObstacle? obstacle) =>
        obstacle is { } known ? SendingWords.Title(known) : SendingWords.OnItsWay;

    public static string Write(IReadOnlyDictionary<string, int> counts) => JsonSerializer.Serialize(counts);

    /// <summary>The reasons and how many users each left out, the most first.</summary>
    public static IReadOnlyList<(string Reason, int Count)> Read(string json) =>
        [
            .. (JsonSerializer.Deserialize<Dictionary<string, int>>(json) ?? [])
                .Select(pair => (pair.Key, pair.Value))
                .OrderByDescending(pair => pair.Value),
        ];
}
