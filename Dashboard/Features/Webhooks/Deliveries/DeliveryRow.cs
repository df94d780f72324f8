using Dashboard.Domain.Deliveries;
using Dashboard.Text;

namespace Dashboard.Features.Webhooks.Deliveries;

/// <summary>Which deliveries a list shows.</summary>
public enum DeliveryOutcome
{
    Accepted,
    Refused,
}

/// <param name="Outcome">Null: both.</param>
/// <param name="Reason">Of refused ones, one of <see cref="DeliveryOutcomes.Reasons"/>; null: any.</param>
public sealed record DeliveryFilter(DeliveryOutcome? Outcome, string? Reason = null)
{
    public bool HasAccepted => Outcome != DeliveryOutcome.Refused && Reason is null;
    public bool HasRefused => Outcome != DeliveryOutcome.Accepted;
}

/// <summary>The place in the list: the last accepted and the last refused delivery before it; null: none yet.</summary>
public sealed record DeliveryPosition(long? Accepted, long? Refused);

/// <summary>A delivery as the list shows it.</summary>
/// <param name="Number">Its number among the accepted or the refused ones.</param>
/// <param name="Type">The type of the event, of a delivery that this node accepted lately.</param>
/// <param name="Fault">Null: it was accepted.</param>
/// <param name="Address">Null: not known any more.</param>
/// <param name="Size">In bytes; null: not known.</param>
public sealed record DeliveryRow(
    long Number,
    DateTimeOffset ReceivedAt,
    int Status,
    string? Reason,
    string? Type,
    DeliveryFault? Fault,
    string? Detail,
    string? Address,
    long? Size,
    bool HasExcerpt
)
{
    public string Id => $"{(Fault is null ? "a" : "r")}{Number}";

    /// <summary>"Signed with another key"; null: it was accepted.</summary>
    public string? Wrong => Fault is { } fault ? DeliveryText.Wrong(fault, Detail) : null;

    public string? ToDo => Fault is { } fault ? DeliveryText.ToDo(fault) : null;
}
