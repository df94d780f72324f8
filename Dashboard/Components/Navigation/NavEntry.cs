using System.Diagnostics.CodeAnalysis;

namespace Dashboard.Components.Navigation;

/// <summary>The groups of the rail, in its order.</summary>
public enum NavGroup
{
    /// <summary>What operators do all day.</summary>
    Work,

    /// <summary>What happened, and whether it is true.</summary>
    Insight,
    Settings,
}

/// <summary>One entry of the rail. A feature registers its own as a singleton.</summary>
/// <param name="Title">The label, e.g. "Connections".</param>
/// <param name="Href">Path from the root, e.g. "/connections".</param>
/// <param name="Icon">A name from <see cref="Parts.IconShapes"/>.</param>
/// <param name="Policy">The authorization policy to see it; null: every signed-in operator.</param>
/// <param name="Group">The heading below which it stands.</param>
/// <param name="Order">Place in its group, ascending.</param>
/// <param name="IsExact">Whether pages below its path have their own entries.</param>
public sealed record NavEntry(
    string Title,
    string Href,
    string Icon,
    string? Policy = null,
    NavGroup Group = NavGroup.Work,
    int Order = 0,
    bool IsExact = false
)
{
    /// <summary>Whether a figure may stand beside it: see <see cref="INavigationCatalog.SetCount"/>.</summary>
    public bool IsCounted { get; init; }

    /// <summary>A parameterless component below the entry, such as links to saved lists; null: nothing.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)]
    public Type? Below { get; init; }
}
