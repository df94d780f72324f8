using System.Security.Authentication;
using System.Text.Json;
using Dashboard.Components;
using Dashboard.Domain;
using Dashboard.Domain.Deliveries;

namespace Dashboard.Features.Settings.Checks;

/// <summary>What a test delivery through the public address showed.</summary>
/// <param name="Problem">What failed and what to do; null: it arrived.</param>
/// <param name="Latency">From sending to the answer.</param>
/// <param name="CertificateEnds">When the address's certificate ends; null: plain http, or none was shown.</param>
/// <param name="Seen">What this server saw of it; null when it did not arrive.</param>
public sealed record OutsideResult(
    DateTimeOffset At,
    string Address,
    string? Problem,
    TimeSpan Latency,
    DateTimeOffset? CertificateEnds,
    TestDeliverySeen? Seen
);

/// <summary>
/// Signs an event of ours and sends it to the webhook address as SnapTrade would: through <c>Dashboard__PublicUrl</c> and
/// whatever stands in front of this server. It is answered without being stored.
/// </summary>
internal sealed class OutsideCheck(
    PublicOrigin origin,
    TestDeliveryWriter writer,
    OutsideClient client,
    TimeProvider time
)
{
    public const string Path = "/webhooks/snaptrade";
    private const int MaxAnswer = 4096;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Raised after a check; on any thread.</summary>
    public event Action? Changed;

    /// <summary>The last check of this node; null before the first.</summary>
    public OutsideResult? Last { get; private set; }

    public string Address => origin.Url(Path);

    public async Task<OutsideResult> RunAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var end = new CertificateEnd();
        var (problem, seen) = await TrySendAsync(end, either.Token, cancellationToken);
        Last = new(time.GetUtcNow(), Address, problem, time.GetElapsedTime(began), end.At, seen);
        Changed?.Invoke();
        return Last;
    }

    private async Task<(string? Problem, TestDeliverySeen? Seen)> TrySendAsync(
        CertificateEnd end,
        CancellationToken either,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var http = client.Create(end);
            using var request = writer.Write(new Uri(Address));
            using var response = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                either
            );
            return await ReadAsync(response, either);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ("No answer within 10 seconds. Check the address, the firewall and the proxy.", null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (Unreachable(exception), null);
        }
    }

    private static async Task<(string?, TestDeliverySeen?)> ReadAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        if (!response.IsSuccessStatusCode)
            return (Refused((int)response.StatusCode), null);
        try
        {
            await using var body = new BoundedStream(
                await response.Content.ReadAsStreamAsync(cancellationToken),
                MaxAnswer
            );
            var seen = await JsonSerializer.DeserializeAsync<TestDeliverySeen>(
                body,
                JsonSerializerOptions.Web,
                cancellationToken
            );
            if (seen is { Scheme: not null, Host: not null })
                return (null, seen);
        }
        catch (Exception exception) when (exception is JsonException or AnswerTooLargeException)
        {
            // Something else answers at the address.
        }
        return ("Something else than this server answers there. Check Dashboard__PublicUrl.", null);
    }

    private static string Unreachable(Exception exception) =>
        exception.SelfAndInner().Any(e => e is AuthenticationException)
            ? "The certificate is not valid for this address. SnapTrade will refuse it, too."
        : exception is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }
            ? "The name of the address can’t be resolved from here. Check Dashboard__PublicUrl and DNS."
        : "The address can’t be reached from here. Check Dashboard__PublicUrl, the firewall and the proxy.";

    private static string Refused(int status) =>
        status switch
        {
            401 =>
                "Answered 401: another server with another consumer key answers there, or the proxy drops the Signature header or changes the body. See the deliveries.",
            403 => "Answered 403: another client’s server or a firewall answers there.",
            404 or 405 => $"Answered {status}: the proxy does not forward POST {Path} to this server.",
            >= 300 and < 400 =>
                $"Answered {status}: a redirect. SnapTrade does not follow it; set Dashboard__PublicUrl to the final address.",
            502 or 503 or 504 =>
                $"Answered {status}: the proxy does not reach this server, or it can’t store events.",
            _ => $"Answered {status}.",
        };
}
