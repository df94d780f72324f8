using Dashboard.Data.Work;

namespace Dashboard.Access.Sessions;

/// <summary>Deletes expired sessions; the audit trail keeps the sign-ins.</summary>
internal sealed class SessionPruner(SessionStore sessions) : IRecurringWork
{
    public string Name => "session-pruner";
    public TimeSpan Interval => TimeSpan.FromHours(1);
    public bool WaitsFirst => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await sessions.PruneAsync(stoppingToken);
        return null;
    }
}
