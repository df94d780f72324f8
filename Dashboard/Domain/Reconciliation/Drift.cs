namespace Dashboard.Domain.Reconciliation;

/// <summary>When the webhook of a difference arrived.</summary>
public enum WebhookArrival
{
    /// <summary>Not yet, but the difference is new and the webhook may be on its way.</summary>
    TooEarly,

    /// <summary>At about the same time as the check: nothing is wrong.</summary>
    Crossed,

    /// <summary>After the check.</summary>
    Late,

    /// <summary>Not at all so far.</summary>
    Lost,
}

/// <summary>What admins are warned of.</summary>
public enum DriftLevel
{
    Fine,

    /// <summary>Webhooks arrive so late that checks are first.</summary>
    Late,

    /// <summary>Webhooks are missing.</summary>
    Losing,
}

/// <summary>
/// How completely webhooks reported the changes of health of the last 24 hours. A check found the other changes.
/// </summary>
/// <param name="Lost">Differences that no webhook reported.</param>
/// <param name="Late">Differences whose webhook arrived after the check.</param>
/// <param name="Reported">Changes that webhooks reported in time.</param>
public sealed record Drift(int Lost, int Late, long Reported)
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>How long a webhook may be on its way when a check finds the same change.</summary>
    public static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(5);

    // One or two lost webhooks, or less than one in a hundred, are no cause for a warning.
    private const int FewestLost = 3;
    private const double LostShare = 0.01;
    private const int FewestLate = 10;
    private const double LateShare = 0.1;

    /// <summary>The share of all changes that no webhook reported, 0 to 1.</summary>
    public double ShareLost => ShareOf(Lost);

    public DriftLevel Level =>
        Lost >= FewestLost && ShareOf(Lost) >= LostShare ? DriftLevel.Losing
        : Late >= FewestLate && ShareOf(Late) >= LateShare ? DriftLevel.Late
        : DriftLevel.Fine;

    /// <param name="foundAt">When the check was recorded.</param>
    /// <param name="reportedAt">When the webhook of the same change arrived; null: not yet.</param>
    /// <param name="now">The current time, by the same clock.</param>
    public static WebhookArrival Judge(
        DateTimeOffset foundAt,
        DateTimeOffset? reportedAt,
        DateTimeOffset now
    ) =>
        reportedAt is { } reported
            ? reported - foundAt <= OnItsWay
                ? WebhookArrival.Crossed
                : WebhookArrival.Late
            : now - foundAt <= OnItsWay
                ? WebhookArrival.TooEarly
                : WebhookArrival.Lost;

    private double ShareOf(int part) => part == 0 ? 0 : part / (double)(Lost + Late + Reported);
}
