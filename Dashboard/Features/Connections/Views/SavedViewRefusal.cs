using Dashboard.Domain.Connections;
using Dashboard.Text;

namespace Dashboard.Features.Connections.Views;

/// <summary>Why a view was not saved, renamed or shared.</summary>
public enum SavedViewRefusal
{
    /// <summary>It has no name.</summary>
    NoName,

    /// <summary>The name is too long, or has a character that no screen shows.</summary>
    BadName,

    /// <summary>Another view of the operator, or of the team, has the name.</summary>
    NameTaken,

    /// <summary>The operator, or the team, has as many views as allowed.</summary>
    TooMany,

    /// <summary>The filters are too long to be kept.</summary>
    TooLong,

    /// <summary>It was deleted meanwhile.</summary>
    Gone,
}

internal static class SavedViewWords
{
    /// <summary>What is wrong and what to do.</summary>
    /// <param name="isShared">Whether the view is the team's.</param>
    public static string Of(SavedViewRefusal refusal, bool isShared) =>
        refusal switch
        {
            SavedViewRefusal.NoName => "Enter a name.",
            SavedViewRefusal.BadName =>
                $"Use at most {Counts.Number(SavedView.MaxNameLength)} characters, without line breaks.",
            SavedViewRefusal.NameTaken => isShared
                ? "The team has a view with this name."
                : "You have a view with this name.",
            SavedViewRefusal.TooMany =>
                $"{(isShared ? "The team has" : "You have")} {Counts.Number(SavedView.MaxOfOne)} views, the most there can be. Delete one that nobody needs.",
            SavedViewRefusal.TooLong => "The search is too long to be saved. Shorten it.",
            _ => "This view was deleted meanwhile.",
        };
}
