using Dashboard.Domain.Connections;
using Dashboard.Simulator.Generation;

namespace Dashboard.Benchmarks.Scale;

/// <summary>How a connection's life ends.</summary>
internal enum Fate
{
    /// <summary>It breaks and is repaired, again and again.</summary>
    Repaired,

    /// <summary>Its last break is never repaired.</summary>
    Abandoned,
    Deleted,

    /// <summary>No event and no check tells its health.</summary>
    Unknown,
}

/// <summary>One connection and what is planned for it.</summary>
internal sealed class ScaleLife
{
    public required string Id { get; init; }
    public required ScaleUser User { get; init; }
    public required ScaleBrokerage Brokerage { get; init; }
    public required Fate Fate { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last break or the deletion happens; without either, never.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Null until its first event.</summary>
    public Connection? Connection { get; set; }

    public static Fate DrawFate(Dice dice) =>
        dice.Below(1000) switch
        {
            < 55 => Fate.Abandoned,
            < 60 => Fate.Deleted,
            < 65 => Fate.Unknown,
            _ => Fate.Repaired,
        };

    /// <summary>How many connections a user has: 1.6 on average.</summary>
    public static int DrawCount(Dice dice) =>
        dice.Below(100) switch
        {
            < 60 => 1,
            < 85 => 2,
            < 95 => 3,
            _ => 4,
        };
}
