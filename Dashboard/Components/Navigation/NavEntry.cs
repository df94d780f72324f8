namespace Dashboard.Components.Navigation;

/// <summary>One entry of the rail. A feature registers its own as a singleton.</summary>
/// <param name="Title">The word people read, e.g. "Connections".</param>
/// <param name="Href">Path from the root, e.g. "/connections".</param>
/// <param name="Icon">A name from <see cref="Parts.IconShapes"/>.</param>
/// <param name="Policy">The authorization policy to see it; null: every signed-in operator.</param>
/// <param name="Order">Place in the rail, ascending; from <see cref="LowerGroup"/> on, below the line.</param>
/// <param name="Count">A figure at the end of the line, e.g. connections disabled now.</param>
/// <param name="IsExact">Pages below its path have entries of their own.</param>
public sealed record NavEntry(
    string Title,
    string Href,
    string Icon,
    string? Policy = null,
    int Order = 0,
    int? Count = null,
    bool IsExact = false
)
{
    /// <summary>Entries of this order and above stand below the rail's line.</summary>
    public const int LowerGroup = 100;
}
