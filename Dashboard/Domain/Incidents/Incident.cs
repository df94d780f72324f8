using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Domain.Incidents;

/// <summary>
/// Many connections of one brokerage breaking close together, detected or declared by an operator. While it is open, no e-mail
/// asks that brokerage's customers to log in.
/// </summary>
public sealed class Incident
{
    public required string Id { get; init; }
    public required string BrokerageId { get; init; }

    /// <summary>When the first of the breaks happened, by SnapTrade's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was detected or declared.</summary>
    public required DateTimeOffset DetectedAt { get; init; }

    /// <summary>The operator who declared it; null when it was detected.</summary>
    public string? OpenedBy { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The operator who ended it; null while it is open or when it ended by itself.</summary>
    public string? ClosedBy { get; private set; }

    /// <summary>How many connections broke within it.</summary>
    public int Breaks { get; private set; }

    /// <summary>The usual number of breaks in the period in which it was detected.</summary>
    public double Expected { get; init; }

    /// <summary>The usual number of breaks in five minutes; null for a declared incident.</summary>
    public double? UsualPerStep =>
        OpenedBy is null
            ? Expected / Math.Max(1, BreakSeries.StepOf(DetectedAt) - BreakSeries.StepOf(StartedAt) + 1)
            : null;

    /// <summary>When a connection last broke within it.</summary>
    public DateTimeOffset LastBreakAt { get; private set; }

    public bool IsOpen => EndedAt is null;

    /// <summary>
    /// The id of the incident that follows another at a brokerage. Concurrent writers get the same id, so that only one of them
    /// can add it.
    /// </summary>
    /// <param name="previous">The id of the brokerage's incident before; null for its first.</param>
    public static string IdAfter(string brokerageId, string? previous) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{brokerageId}\n{previous}")))[..32];

    public void Count(int breaks, DateTimeOffset lastBreakAt) =>
        (Breaks, LastBreakAt) = (breaks, lastBreakAt);

    public void End(DateTimeOffset at, string? by) =>
        (EndedAt, ClosedBy) = (EndedAt ?? at, EndedAt is null ? by : ClosedBy);
}
