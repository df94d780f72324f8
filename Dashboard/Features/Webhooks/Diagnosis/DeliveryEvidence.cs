namespace Dashboard.Features.Webhooks.Diagnosis;

/// <summary>What is known of a refused delivery.</summary>
/// <param name="Reason">One of <see cref="Domain.Deliveries.DeliveryOutcomes"/>.</param>
/// <param name="Body">Empty when it was not read.</param>
/// <param name="Signature">The header; null when it is missing.</param>
/// <param name="SimilarHeader">Another header that holds what could be the signature.</param>
/// <param name="Encoding">The header Content-Encoding.</param>
/// <param name="Size">Bytes of the body, as read or announced.</param>
internal sealed record DeliveryEvidence(
    string Reason,
    byte[] Body,
    string? Signature = null,
    string? SimilarHeader = null,
    string? Encoding = null,
    long? Size = null
);

/// <summary>A key with which the signature is tried.</summary>
internal enum KeyOrigin
{
    /// <summary>The configured key, or the one before it.</summary>
    InForce,

    /// <summary>A key that this server was configured with before.</summary>
    Former,

    /// <summary>The configured key without what is often copied along with it.</summary>
    Trimmed,
}

/// <summary>The keys and ids with which deliveries are compared.</summary>
internal sealed record OwnKeys(
    string ClientId,
    ConsumerKeys InForce,
    ConsumerKeys? Former,
    ConsumerKeys? Trimmed
)
{
    /// <summary>In the order in which they are tried.</summary>
    public IEnumerable<(KeyOrigin Origin, ConsumerKeys Keys)> Others =>
        new[] { (KeyOrigin.Former, Former), (KeyOrigin.Trimmed, Trimmed) }.Where(k => k.Item2 is not null)!;
}
