namespace Dashboard.Components.Parts;

/// <summary>The target of a search.</summary>
/// <param name="KeepsText">False when the text became another filter, so that the field is cleared.</param>
public sealed record SearchTarget(string Uri, bool KeepsText = true);
