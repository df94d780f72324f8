namespace Dashboard.Components.Navigation;

/// <summary>One entry of the rail. A feature registers its own as a singleton.</summary>
/// <param name="Title">The label, e.g. "Connections".</param>
/// <param name="Href">Path from the root, e.g. "/connections".</param>
/// <param name="Icon">A name from <see cref="Parts.IconShapes"/>.</param>
/// <param name="Policy">The authorization policy to see it; null: every signed-in operator.</param>
/// <param name="Order">Place in the rail, ascending; from <see cref="LowerGroup"/> on, below the line.</param>
/// <param name="IsExact">Whether pages below its path have their own entries.</param>
public sealed record NavEntry(
    string Title,
    string Href,
    string Icon,
    string? Policy = null,
    int Order = 0,
    bool IsExact = false
)
{
    /// <summary>Entries of this order and above are below the rail's line.</summary>
    public const int LowerGroup = 100;
}
