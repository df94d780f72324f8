namespace Dashboard.Data.Work;

/// <summary>Work that a <see cref="LeasedLoop{TWork}"/> runs repeatedly until the process ends.</summary>
public interface IRecurringWork
{
    /// <summary>Names the lease and the work in logs, in kebab case; unique.</summary>
    string Name { get; }

    /// <summary>How long to wait between two runs; after a failed one, five minutes at most.</summary>
    TimeSpan Interval { get; }

    /// <summary>
    /// Whether one node of several does the work, the one that holds its lease; another takes over when that one ends, see
    /// <see cref="WorkLeases"/>. False: every node does the work for itself.
    /// </summary>
    bool OnOneNode => false;

    /// <summary>Ends the wait between two runs early; null: only the interval does.</summary>
    WakeSignal? Signal => null;

    /// <summary>Whether the first run waits for the first interval.</summary>
    bool WaitsFirst => false;

    /// <summary>Runs the work that is due.</summary>
    /// <param name="lease">Asked between the steps of a long run, which ends when the lease was lost.</param>
    /// <param name="stoppingToken">Cancelled when the process ends.</param>
    /// <returns>How long to wait before the next run; null: <see cref="Interval"/>; zero: run again immediately.</returns>
    Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken);

    /// <summary>Called in place of <see cref="RunAsync"/> while another node holds the lease.</summary>
    void StandBy() { }

    /// <summary>Completes work in progress when the process ends, before the lease is released.</summary>
    Task StopAsync() => Task.CompletedTask;
}
