using Dashboard.Domain;
using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections.Views;

/// <summary>The rules for names of views.</summary>
internal static class SavedViewName
{
    /// <param name="typed">As it was typed.</param>
    /// <param name="name">The name; empty when there is none.</param>
    /// <returns>Why it can't be a name; null when it can.</returns>
    public static SavedViewRefusal? Read(string? typed, out string name)
    {
        name = InputText.TrimToNull(typed) ?? "";
        return name.Length == 0 ? SavedViewRefusal.NoName
            : name.Length > SavedView.MaxNameLength || InputText.FaultOfWords(name) is not null
                ? SavedViewRefusal.BadName
            : null;
    }

    /// <summary>A short name for a list: "Questrade, broken > 3 days, never contacted"; empty when it is too long.</summary>
    /// <param name="view">The list.</param>
    /// <param name="counts">Holds the names of brokerages.</param>
    public static string Suggest(ConnectionsView view, ConnectionCounts? counts)
    {
        string?[] parts =
        [
            view.Brokerage is null ? null : ListWords.NameOf(view, counts),
            view.Mine ? "mine" : null,
            view.Days is { } days ? $"broken {ListWords.Age(days)}" : null,
            view.Since is { } since ? $"broken since {since.UtcDateTime:d MMM HH:mm}" : null,
            view.NeverContacted ? "never contacted" : null,
            view.Silent ? "no data" : null,
            view.Duplicates ? "likely duplicates" : null,
            view.Snoozed switch
            {
                SnoozeView.Only => "snoozed",
                SnoozeView.Hidden => "not snoozed",
                _ => null,
            },
            view.Search is { } search ? $"“{search}”" : null,
            view.Health is HealthView.Disabled or HealthView.All
                ? null
                : view.Health.ToString().ToLowerInvariant(),
        ];
        var name = string.Join(", ", parts.OfType<string>());
        if (name.Length is 0 or > SavedView.MaxNameLength)
            return name.Length == 0 ? $"{view.Health} connections" : "";
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    /// <summary>Whether people would take two names for the same.</summary>
    public static bool IsSame(string name, string other) =>
        string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
