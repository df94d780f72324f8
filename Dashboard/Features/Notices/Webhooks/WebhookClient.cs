using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Notices.Webhooks;

/// <summary>
/// Posts to the webhook, whose address must not appear in logs, traces or errors. Uses no proxy: the address that a name
/// resolves to is checked when the connection is made, so that it can't change after the check.
/// </summary>
internal sealed partial class WebhookClient : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int MaxRead = 200;

    private readonly bool _allowsPrivate;
    private readonly bool _allowsLoopback;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    public WebhookClient(IOptions<NoticeOptions> options, IHostEnvironment environment, TimeProvider time)
    {
        _allowsPrivate = options.Value.AllowPrivateHosts;
        _allowsLoopback = _allowsPrivate || environment.IsDevelopment();
        _time = time;
        // Not from the factory, which logs addresses; without the propagator no trace contains them either.
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                ActivityHeadersPropagator = null,
                PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
                ConnectCallback = ConnectAsync,
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public void Dispose() => _client.Dispose();

    public async Task<DeliveryResult> PostAsync(Uri address, string json, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address);
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
            using var answer = await _client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                either.Token
            );
            return WebhookAnswer.Judge(
                address.Host,
                answer,
                await ReadAsync(answer, either.Token),
                _time.GetUtcNow()
            );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return WebhookAnswer.Failed(
                $"{address.Host} did not respond within {Patience.TotalSeconds:0} seconds."
            );
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return WebhookAnswer.Explain(address.Host, exception);
        }
    }

    // A response may repeat the address; plain words, such as Slack's "no_service", can't contain its secret.
    private static async Task<string> ReadAsync(
        HttpResponseMessage answer,
        CancellationToken cancellationToken
    )
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxRead];
        var length = await body.ReadAtLeastAsync(
            buffer,
            buffer.Length,
            throwOnEndOfStream: false,
            cancellationToken
        );
        var said = Encoding.UTF8.GetString(buffer, 0, length).Trim();
        return PlainWords().IsMatch(said) ? said : "";
    }

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var isPlain = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp;
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = await Dns.GetHostAddressesAsync(host, cancellationToken);
        IPAddress[] allowed = [.. found.Where(a => MayReach(WebhookAddress.ReachOf(a), isPlain))];
        if (allowed.Length == 0)
            throw new UnauthorizedAccessException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool MayReach(Reach reach, bool isPlain) =>
        reach switch
        {
            Reach.Loopback => _allowsLoopback,
            Reach.Private => _allowsPrivate && !isPlain,
            Reach.Public => !isPlain,
            _ => false,
        };

    [GeneratedRegex("^[A-Za-z_ .,'!-]{1,60}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainWords();
}
