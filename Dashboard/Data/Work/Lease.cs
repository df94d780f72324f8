namespace Dashboard.Data.Work;

/// <summary>A loop's lease. Always held for work that every node does.</summary>
/// <param name="leases">Stores the leases.</param>
/// <param name="name">Of the work.</param>
/// <param name="isNeeded">False: the work needs none.</param>
public sealed class Lease(WorkLeases leases, string name, bool isNeeded)
{
    /// <summary>Called whenever the work asks, which shows that it goes on.</summary>
    internal Action? Asked { get; set; }

    /// <summary>Takes the lease, or finds out whether it is still held. Cheap enough to call before each step.</summary>
    /// <returns>Whether this node may go on with the work.</returns>
    public async Task<bool> HoldAsync(CancellationToken cancellationToken)
    {
        Asked?.Invoke();
        return !isNeeded || await leases.HoldAsync(name, cancellationToken);
    }

    /// <summary>Tells the other nodes how the work is; see <see cref="WorkLeases.ReportOfHolderAsync"/>.</summary>
    public Task ReportAsync(string report, CancellationToken cancellationToken) =>
        leases.ReportAsync(name, report, cancellationToken);

    internal Task ReleaseAsync(CancellationToken cancellationToken) =>
        isNeeded ? leases.ReleaseAsync(name, cancellationToken) : Task.CompletedTask;
}
