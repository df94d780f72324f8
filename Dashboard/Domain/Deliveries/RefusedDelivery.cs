namespace Dashboard.Domain.Deliveries;

/// <summary>A refused delivery that is kept. Of a flood only some are; <see cref="DeliveryCount"/> counts them all.</summary>
public sealed class RefusedDelivery
{
    /// <summary>How many are kept altogether.</summary>
    public const int MaxKept = 10_000;

    /// <summary>How many of one sender and reason are kept.</summary>
    public const int MaxOfSender = 200;

    /// <summary>How many of one reason are kept that nothing proves to come from SnapTrade.</summary>
    public const int MaxUnproven = 2_000;

    /// <summary>How many characters of the body are kept.</summary>
    public const int ExcerptLength = 2048;

    public long Id { get; private set; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The HTTP status of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>One of <see cref="DeliveryOutcomes"/>.</summary>
    public required string Reason { get; init; }
    public required DeliveryFault Fault { get; init; }

    /// <summary>Whether SnapTrade probably sent it: see <see cref="DeliveryFaults.Likely"/>.</summary>
    public required bool IsLikely { get; init; }

    /// <summary>What the fault is about, such as "7 min" of a clock; never a secret.</summary>
    public string? Detail { get; init; }

    /// <summary>The client's network address.</summary>
    public required string Address { get; init; }

    /// <summary>The address as limits count it: a whole network with IPv6.</summary>
    public required string Sender { get; init; }

    /// <summary>Bytes of the body; null when it was not read and its length was not announced.</summary>
    public long? Size { get; init; }

    /// <summary>The beginning of the body without secrets; null when none of it can be shown.</summary>
    public string? Excerpt { get; init; }
}

/// <summary>How many deliveries of an hour had one outcome, on all nodes.</summary>
public sealed class DeliveryCount
{
    /// <summary>The beginning of the hour, UTC.</summary>
    public required DateTimeOffset Hour { get; init; }

    /// <summary>One of <see cref="DeliveryOutcomes"/>.</summary>
    public required string Outcome { get; init; }
    public required long Count { get; init; }

    /// <summary>When the last of them came.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The hour in which a moment lies.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset at) =>
        new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerHour, TimeSpan.Zero);
}

/// <summary>What a node last reported of itself.</summary>
public sealed class NodePulse
{
    /// <summary>A node that was silent for so long has ended.</summary>
    public static readonly TimeSpan IsGoneAfter = TimeSpan.FromMinutes(1);

    /// <summary>The unique name of the process.</summary>
    public required string Node { get; init; }
    public required DateTimeOffset SeenAt { get; init; }
}
