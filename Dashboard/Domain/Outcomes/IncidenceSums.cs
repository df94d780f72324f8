namespace Dashboard.Domain.Outcomes;

/// <summary>
/// The share and its variance while time moves on. The variance at a time is a sum over all times before, in which the share at
/// that time occurs; it is expanded, so that one pass is enough.
/// </summary>
internal sealed class IncidenceSums
{
    private double _survival = 1;
    private double _g,
        _gShare,
        _gShare2,
        _own,
        _mixed,
        _mixedShare;

    public double Share { get; private set; }

    public double Variance =>
        Math.Max(
            0,
            Share * Share * _g - 2 * Share * _gShare + _gShare2 + _own - 2 * (Share * _mixed - _mixedShare)
        );

    /// <param name="atRisk">Not ended before, and still known.</param>
    /// <param name="repaired">Repaired at this time.</param>
    /// <param name="deleted">Ended otherwise at this time.</param>
    public void Add(int atRisk, int repaired, int deleted)
    {
        double n = atRisk;
        var ended = repaired + deleted;
        var before = _survival;
        // A sum of fractions may exceed all by its last digit.
        Share = Math.Min(1, Share + before * repaired / n);
        // Nothing comes after the last end.
        var g = ended < atRisk ? ended / (n * (n - ended)) : 0;
        _g += g;
        _gShare += g * Share;
        _gShare2 += g * Share * Share;
        _own += before * before * repaired * (n - repaired) / (n * n * n);
        var mixed = before * repaired / (n * n);
        _mixed += mixed;
        _mixedShare += mixed * Share;
        _survival *= 1 - ended / n;
    }
}
