namespace Dashboard.Features.Settings.Configuration;

/// <summary>A setting as it is in force.</summary>
/// <param name="Key">As environment variables have it.</param>
/// <param name="Value">Never a secret; null: none.</param>
/// <param name="Source">Where it comes from; null: the default.</param>
internal sealed record ConfiguredSetting(
    string Key,
    string? Value,
    string? Source,
    string Effect,
    bool IsSecret
)
{
    public bool IsSet => Source is not null;

    /// <summary>What stands in its place on the screen.</summary>
    public string Shown => IsSecret ? (IsSet ? "set" : "not set") : Value ?? "none";
}
