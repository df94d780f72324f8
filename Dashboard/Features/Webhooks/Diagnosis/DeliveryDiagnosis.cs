using Dashboard.Domain;
using Dashboard.Domain.Deliveries;
using Dashboard.Text;

namespace Dashboard.Features.Webhooks.Diagnosis;

/// <summary>Why a delivery was refused.</summary>
/// <param name="Detail">See <see cref="RefusedDelivery.Detail"/>.</param>
/// <param name="Original">The body before it was changed, when that was found.</param>
internal sealed record Finding(DeliveryFault Fault, string? Detail = null, byte[]? Original = null);

/// <summary>
/// Finds out why a delivery was refused by trying: other keys, other forms of the signature, and undoing what relays do to
/// bodies. Pure. Tries at most a dozen bodies with a handful of keys, whatever the body is.
/// </summary>
internal static class DeliveryDiagnosis
{
    public static Finding Find(
        DeliveryEvidence evidence,
        OwnKeys keys,
        TimeSpan maxAge,
        DateTimeOffset now
    ) =>
        evidence.Reason switch
        {
            DeliveryOutcomes.Unsigned => evidence.SimilarHeader is { } header
                ? new(DeliveryFault.SignatureElsewhere, header)
                : new(DeliveryFault.SignatureMissing),
            DeliveryOutcomes.Compressed => new(DeliveryFault.Compressed, evidence.Encoding),
            DeliveryOutcomes.TooLarge => new(
                DeliveryFault.TooLarge,
                evidence.Size is { } size ? ByteSize.Of(size) : null
            ),
            DeliveryOutcomes.TooSlow or DeliveryOutcomes.BrokenOff => new(DeliveryFault.Incomplete),
            DeliveryOutcomes.Busy or DeliveryOutcomes.NotCommitted => new(
                DeliveryFault.Ours,
                evidence.Reason
            ),
            DeliveryOutcomes.TooNew => new(DeliveryFault.Clock, Ahead(evidence.Body, now)),
            DeliveryOutcomes.TooOld => new(DeliveryFault.TooOld, Age(evidence.Body, maxAge, now)),
            DeliveryOutcomes.Foreign => new(
                DeliveryFault.ForeignClient,
                ClaimedSender.Read(evidence.Body).ClientId
            ),
            _ => OfSignature(evidence, keys),
        };

    private static Finding OfSignature(DeliveryEvidence evidence, OwnKeys keys)
    {
        if (PythonLiterals.AreIn(evidence.Body))
            return new(DeliveryFault.NotANumber);
        if (SignatureForms.Read(evidence.Signature) is not var (signature, form))
            return new(DeliveryFault.SignatureUnreadable);
        if (Fits(evidence.Body, signature, keys.InForce))
            return form is null ? new(DeliveryFault.NotAnEvent) : new(DeliveryFault.SignatureRewritten, form);
        if (OfKey(evidence.Body, signature, keys) is { } key)
            return key;
        return OfBody(evidence.Body, signature, keys) ?? OfSender(evidence.Body, keys);
    }

    private static Finding? OfKey(byte[] body, string signature, OwnKeys keys)
    {
        foreach (var (origin, others) in keys.Others)
            if (Fits(body, signature, others))
                return new(origin == KeyOrigin.Former ? DeliveryFault.FormerKey : DeliveryFault.MistypedKey);
        return null;
    }

    private static Finding? OfBody(byte[] body, string signature, OwnKeys keys)
    {
        if (BodyRepairs.Decompress(body) is { } unpacked)
            return Fits(unpacked, signature, keys.InForce)
                ? new(DeliveryFault.Compressed, "gzip", unpacked)
                : new(DeliveryFault.NotFromSnapTrade);
        foreach (var (change, original) in BodyRepairs.Of(body))
            if (Fits(original, signature, keys.InForce))
                return new(DeliveryFault.BodyChanged, change, original);
        return null;
    }

    private static Finding OfSender(byte[] body, OwnKeys keys) =>
        ClaimedSender.Read(body) switch
        {
            { OauthClientId: { } app } => new(DeliveryFault.OAuthApp, app),
            { ClientId: { } id } when id == keys.ClientId => new(DeliveryFault.AnotherKey),
            { ClientId: { } id } => new(DeliveryFault.ForeignClientAndKey, id),
            _ => new(DeliveryFault.NotFromSnapTrade),
        };

    private static bool Fits(byte[] body, string signature, ConsumerKeys keys) =>
        WebhookSignature.Check(body, signature, keys) == SignatureCheck.Valid;

    private static string? Ahead(byte[] body, DateTimeOffset now) =>
        ClaimedSender.Read(body).OccurredAt is { } at ? Span(at - now) : null;

    private static string? Age(byte[] body, TimeSpan maxAge, DateTimeOffset now) =>
        ClaimedSender.Read(body).OccurredAt is { } at
            ? $"{Span(now - at)} old, the limit is {Span(maxAge)}"
            : null;

    private static string Span(TimeSpan span) =>
        span < TimeSpan.FromMinutes(1) ? $"{span.TotalSeconds:0} s" : TimeText.Duration(span);
}
