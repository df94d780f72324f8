namespace Dashboard.Domain.Reconciliation;

/// <summary>What became of the webhook that should have told of a difference.</summary>
public enum MissingNews
{
    /// <summary>It was found a moment ago: the webhook may be on its way.</summary>
    TooEarly,

    /// <summary>The webhook came within moments of the check: nothing was wrong.</summary>
    Crossed,

    /// <summary>The webhook came later.</summary>
    Late,

    /// <summary>No webhook has come so far.</summary>
    Lost,
}

/// <summary>What to tell an admin.</summary>
public enum DriftLevel
{
    Fine,

    /// <summary>Webhooks arrive so late that checks are first.</summary>
    Late,

    /// <summary>Webhooks are being lost.</summary>
    Losing,
}

/// <summary>
/// How well webhooks tell what happens, over the last 24 hours: every change of health was told by one, or a
/// check had to find it.
/// </summary>
/// <param name="Lost">Differences that no webhook has told of.</param>
/// <param name="Late">Differences whose webhook came after the check.</param>
/// <param name="Told">Changes that webhooks told of.</param>
public sealed record Drift(int Lost, int Late, long Told)
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>How long a webhook may be on its way when a check finds the same.</summary>
    public static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(5);

    // One or two lost now and then are a hiccup; less than one in a hundred is one too.
    private const int FewestLost = 3;
    private const double LostShare = 0.01;
    private const int FewestLate = 10;
    private const double LateShare = 0.1;

    /// <summary>The part of all changes that no webhook told of, 0 to 1.</summary>
    public double ShareLost => ShareOf(Lost);

    public DriftLevel Level =>
        Lost >= FewestLost && ShareOf(Lost) >= LostShare ? DriftLevel.Losing
        : Late >= FewestLate && ShareOf(Late) >= LateShare ? DriftLevel.Late
        : DriftLevel.Fine;

    /// <param name="foundAt">When the check was recorded.</param>
    /// <param name="toldAt">When the webhook of the same change came; null: not yet.</param>
    /// <param name="now">By the same clock.</param>
    public static MissingNews Judge(DateTimeOffset foundAt, DateTimeOffset? toldAt, DateTimeOffset now) =>
        toldAt is { } told
            ? told - foundAt <= OnItsWay
                ? MissingNews.Crossed
                : MissingNews.Late
            : now - foundAt <= OnItsWay
                ? MissingNews.TooEarly
                : MissingNews.Lost;

    private double ShareOf(int part) => part == 0 ? 0 : part / (double)(Lost + Late + Told);
}
