namespace Dashboard.Domain;

/// <summary>The forms in which a list leaves the product.</summary>
public enum ExportFormat
{
    Csv,

    /// <summary>A JSON object a line.</summary>
    Ndjson,
}
