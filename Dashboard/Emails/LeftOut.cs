using System.Text.Json;
using Dashboard.Domain.Emails;

namespace Dashboard.Emails;

/// <summary>The users of an audience who get no e-mail, counted by reason, as a batch stores them.</summary>
internal static class LeftOut
{
    /// <summary>The reason of users with an open e-mail; the other reasons are obstacles.</summary>
    public const string HasOpenEmail = "OnItsWay";

    /// <param name="obstacle">Null for users with an open e-mail.</param>
    public static string Key(EmailObstacle? obstacle) => obstacle?.ToString() ?? HasOpenEmail;

    public static string Write(IReadOnlyDictionary<string, int> counts) => JsonSerializer.Serialize(counts);

    /// <summary>The reasons with the number of users of each, largest first.</summary>
    public static IReadOnlyList<(string Reason, int Count)> Read(string json) =>
        [
            .. (JsonSerializer.Deserialize<Dictionary<string, int>>(json) ?? [])
                .Select(pair => (pair.Key, pair.Value))
                .OrderByDescending(pair => pair.Value),
        ];

    /// <summary>A reason as a title for screens.</summary>
    public static string TitleOf(string reason) =>
        ObstacleWords.Title(Enum.TryParse<EmailObstacle>(reason, out var obstacle) ? obstacle : null);
}
