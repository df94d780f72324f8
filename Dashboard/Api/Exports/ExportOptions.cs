using System.ComponentModel;

namespace Dashboard.Api.Exports;

/// <summary>Exports that are written in the background.</summary>
public sealed class ExportOptions
{
    public const string Section = "Exports";

    /// <summary>Where their files are until they are downloaded or expire; each process writes a folder of its own in it.</summary>
    [Description("Where exports that are written in the background wait for 24 hours to be downloaded.")]
    public string Folder { get; set; } = Path.Combine("data", "exports");

    /// <summary>More rows than these are written in the background.</summary>
    [Description("Exports with more rows are written in the background.")]
    public int BackgroundAbove { get; set; } = 50_000;

    /// <summary>Rows of a file that is written in the background; the rest is left out, and the person is told.</summary>
    [Description("The most rows of an export that is written in the background.")]
    public int MaxRows { get; set; } = 5_000_000;
}
