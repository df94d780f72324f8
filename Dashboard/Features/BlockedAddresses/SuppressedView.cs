using Dashboard.Components.Navigation;
using Dashboard.Emails;

namespace Dashboard.Features.BlockedAddresses;

/// <summary>The orders of the list, by their names in addresses.</summary>
public enum SuppressedSort
{
    Newest,
    Oldest,
    Address,
}

/// <summary>What the list shows, as its URL says it.</summary>
/// <param name="Start">The start of the addresses; null for all.</param>
public sealed record SuppressedView(string? Start, SuppressedSort Sort)
{
    /// <summary>Parses the URL; invalid values count as absent.</summary>
    public static SuppressedView Read(string? start, string? sort) =>
        new(PageAddress.Text(start), PageAddress.Choice<SuppressedSort>(sort) ?? default);

    public string ToUri() =>
        PageAddress.With(EmailPaths.Suppressed, ("sort", PageAddress.Word(Sort)), ("q", Start));
}
