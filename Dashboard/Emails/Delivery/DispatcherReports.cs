using System.Text.Json;
using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain;

namespace Dashboard.Emails.Delivery;

/// <summary>
/// The state of delivery for every node: the one that sends knows it, and reports it to the others with its lease every ten
/// seconds.
/// </summary>
internal sealed class DispatcherReports(DispatcherState state, WorkLeases leases)
{
    public const string WorkName = "email-dispatcher";

    // Escaped, it is still within what a report may have.
    private const int MaxFailure = WorkLease.MaxReport / 8;

    public static string Write(DispatcherSnapshot snapshot) =>
        JsonSerializer.Serialize(
            snapshot with
            {
                LastFailure = Limits.Cut(snapshot.LastFailure, MaxFailure),
            }
        );

    /// <returns>Null when it is not known: no node sends, or it has not reported yet.</returns>
    public async Task<DispatcherSnapshot?> ReadAsync(CancellationToken cancellationToken)
    {
        if (state.Current is { IsDispatching: true } own)
            return own;
        return await leases.ReportOfHolderAsync(WorkName, cancellationToken) is { } report
            ? JsonSerializer.Deserialize<DispatcherSnapshot>(report)
            : null;
    }
}
