using Dashboard.Data;
using Dashboard.Data.Deliveries;
using Dashboard.Data.Storage;
using Dashboard.Domain.Reconciliation;
using Dashboard.Emails.Delivery;
using Dashboard.Features.Settings.Checks;

namespace Dashboard.Features.Settings.Health;

/// <summary>What this node knows of itself at a moment; null is "not known".</summary>
internal sealed record HealthFacts
{
    public required DateTimeOffset Now { get; init; }
    public DeliveryState? Deliveries { get; init; }
    public bool? CanCommit { get; init; }
    public CommitTrouble? Trouble { get; init; }
    public TimeSpan? CommitP99 { get; init; }
    public int Waiting { get; init; }

    /// <summary>Null on a database server.</summary>
    public DatabaseSpace? Space { get; init; }
    public bool IsServer { get; init; }
    public BackupStanding? Backups { get; init; }

    /// <summary>How far the clock of a database server is ahead of ours; null: it has none of its own, or did not tell.</summary>
    public TimeSpan? DatabaseAhead { get; init; }

    /// <summary>The last full check that finished.</summary>
    public SweepPass? LastCheck { get; init; }
    public SnapTradeResult? SnapTrade { get; init; }

    /// <summary>Operations that SnapTrade does not offer any more; null: all that were tried are.</summary>
    public string? Gone { get; init; }
    public bool IsSimulator { get; init; }
    public bool ReachesPeople { get; init; }

    /// <summary>As the node that sends reports it.</summary>
    public DispatcherSnapshot? Mail { get; init; }

    /// <summary>Whether nodes are connected by a bus that carries changes between them.</summary>
    public bool HasBus { get; init; }
    public bool IsBusConnected { get; init; }

    /// <summary>Whether the keys for stored secrets are themselves encrypted.</summary>
    public bool AreKeysWrapped { get; init; }
}
