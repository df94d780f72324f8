namespace Dashboard.Components.Parts;

/// <summary>The target of a search.</summary>
/// <param name="Text">What the field keeps: less than was typed when some of it became other filters.</param>
public sealed record SearchTarget(string Uri, string? Text);
