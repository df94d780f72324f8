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

    /// <summary>Whether people would take two names for the same.</summary>
    public static bool IsSame(string name, string other) =>
        string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
