namespace Dashboard.Data.Work;

/// <summary>A loop's lease. Always held for work that every node does.</summary>
/// <param name="leases">Stores the leases.</param>
/// <param name="name">Of the work.</param>
/// <param name="duration">How long the lease lasts without renewal; null: the work needs none.</param>
/// <param name="time">Determines when a renewal is due.</param>
public sealed class Lease(WorkLeases leases, string name, TimeSpan? duration, TimeProvider time)
{
    // A timestamp, because the clock may be set back.
    private long _renewedAt;

    /// <summary>Whether this node held the lease at the last request.</summary>
    public bool IsHeld { get; private set; } = duration is null;

    /// <summary>
    /// Takes the lease, or renews it once a third of its duration has passed. Cheap enough to call before each step.
    /// </summary>
    /// <returns>Whether this node may go on with the work.</returns>
    public async Task<bool> HoldAsync(CancellationToken cancellationToken)
    {
        if (duration is not { } lasts)
            return true;
        if (IsHeld && time.GetElapsedTime(_renewedAt) < lasts / 3)
            return true;
        var now = time.GetTimestamp();
        IsHeld = await leases.HoldAsync(name, lasts, cancellationToken);
        _renewedAt = now;
        return IsHeld;
    }

    /// <summary>Tells the other nodes how the work is; see <see cref="WorkLeases.ReportOfHolderAsync"/>.</summary>
    public Task ReportAsync(string report, CancellationToken cancellationToken) =>
        leases.ReportAsync(name, report, cancellationToken);

    internal async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (duration is null || !IsHeld)
            return;
        IsHeld = false;
        await leases.ReleaseAsync(name, cancellationToken);
    }
}
