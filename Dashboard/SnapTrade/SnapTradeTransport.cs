using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace Dashboard.SnapTrade;

/// <summary>Signs a call and sends it over a pooled connection.</summary>
internal sealed class SnapTradeTransport(
    IHttpClientFactory clients,
    IOptions<SnapTradeOptions> options,
    SnapTradeEndpoint endpoint,
    SnapTradeExchange exchange,
    TimeProvider time
)
{
    public const string ClientName = "SnapTrade";

    private static readonly UriCreationOptions AsIs = new()
    {
        DangerousDisablePathAndQueryCanonicalization = true,
    };

    public Task<Observed<T?>> SendAsync<T>(
        SnapTradeCall call,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => exchange.RunAsync<T>(call, priority, token => SendAsync(call, token), cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(SnapTradeCall call, CancellationToken cancellationToken)
    {
        using var request = Sign(call);
        using var client = clients.CreateClient(ClientName);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private HttpRequestMessage Sign(SnapTradeCall call)
    {
        var root = endpoint.BaseUrl;
        if (call.IsPublic)
            return new HttpRequestMessage(call.Method, root + call.Path);

        var query = SnapTradeRequestSigner.Query(options.Value.ClientId, call.Parameters, time.GetUtcNow());
        var uri = new Uri($"{root}{call.Path}?{query}", AsIs);
        var signature = SnapTradeRequestSigner.Sign(
            options.Value.ConsumerKey,
            call.Body,
            uri.AbsolutePath,
            query
        );
        var request = new HttpRequestMessage(call.Method, uri);
        request.Headers.Add("Signature", signature);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(call.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        return request;
    }
}
