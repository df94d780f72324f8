using System.Net;
using Dashboard.Access;
using Dashboard.Features.Webhooks.Diagnosis;

namespace Dashboard.Features.Webhooks.Refusals;

/// <summary>A refused delivery that waits to be examined and stored.</summary>
internal sealed record RefusalSample(
    DateTimeOffset ReceivedAt,
    int Status,
    string Address,
    string Sender,
    DeliveryEvidence Evidence
);

/// <summary>
/// The refused deliveries that wait to be examined and stored, bounded in number and bytes: what comes while there is no room
/// is only counted. Thread-safe.
/// </summary>
internal sealed class RefusalSamples(RefusalSampler sampler, TimeProvider time)
{
    public const int MaxWaiting = 256;
    public const long MaxBytesWaiting = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private List<RefusalSample> _waiting = [];
    private long _bytes;

    /// <summary>Keeps a delivery for examination if its sender's allowance and the room permit it.</summary>
    /// <returns>Whether it was kept.</returns>
    public bool Note(HttpContext context, Refusal refusal, byte[] body)
    {
        var sender = ClientAddress.KeyOf(context.Connection.RemoteIpAddress);
        if (!sampler.Admit(sender, refusal.Reason))
            return false;
        lock (_gate)
        {
            if (_waiting.Count >= MaxWaiting || _bytes + body.Length > MaxBytesWaiting)
                return false;
            _bytes += body.Length;
            _waiting.Add(
                new RefusalSample(
                    time.GetUtcNow(),
                    refusal.Status,
                    AddressOf(context.Connection.RemoteIpAddress),
                    sender,
                    EvidenceOf(context.Request, refusal, body)
                )
            );
        }
        return true;
    }

    /// <summary>Those that wait, in their order; they wait no longer.</summary>
    public List<RefusalSample> Take()
    {
        lock (_gate)
        {
            var taken = _waiting;
            (_waiting, _bytes) = ([], 0);
            return taken;
        }
    }

    /// <summary>Lets those wait again that could not be stored, as far as there is room.</summary>
    public void Return(IReadOnlyList<RefusalSample> samples)
    {
        lock (_gate)
        {
            _waiting = [.. samples.Concat(_waiting).Take(MaxWaiting)];
            _bytes = _waiting.Sum(s => (long)s.Evidence.Body.Length);
        }
    }

    private static DeliveryEvidence EvidenceOf(HttpRequest request, Refusal refusal, byte[] body) =>
        new(
            refusal.Reason,
            body,
            request.Headers["Signature"],
            SimilarHeader(request),
            request.Headers.ContentEncoding.Count == 0 ? null : Short(request.Headers.ContentEncoding!),
            body.Length > 0 ? body.Length : request.ContentLength
        );

    private static string? SimilarHeader(HttpRequest request) =>
        request
            .Headers.Where(h => h.Key.Contains("sign", StringComparison.OrdinalIgnoreCase))
            .Where(h => h.Key != "Signature" && SignatureForms.IsLike(h.Value))
            .Select(h => Short(h.Key))
            .FirstOrDefault();

    private static string Short(string text) =>
        new([.. text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ',' or ' ').Take(40)]);

    private static string AddressOf(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString()
        : address is null ? "unknown"
        : new IPAddress(address.GetAddressBytes()).ToString();
}
