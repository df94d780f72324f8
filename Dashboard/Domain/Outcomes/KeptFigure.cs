namespace Dashboard.Domain.Outcomes;

/// <summary>
/// Figures that take too long to compute while somebody waits, computed beforehand. They can be computed again at any time.
/// </summary>
public sealed class KeptFigure
{
    /// <summary>What the figures are of.</summary>
    public required string Id { get; init; }

    /// <summary>The moment that they are for.</summary>
    public required DateTimeOffset AsOf { get; init; }
    public required string Json { get; init; }
}
