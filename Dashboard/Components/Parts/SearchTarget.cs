namespace Dashboard.Components.Parts;

/// <summary>Where a search leads.</summary>
/// <param name="KeepsText">False when the text became another filter, so that the field is cleared.</param>
public sealed record SearchTarget(string Uri, bool KeepsText = true);
