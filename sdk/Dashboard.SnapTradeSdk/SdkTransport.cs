using System.Text;
using Dashboard.SnapTrade;
using Microsoft.Extensions.Options;

namespace Dashboard.SnapTradeSdk;

/// <summary>
/// Lets the SDK sign and send a call. <see cref="SnapTradeExchange"/> provides the budget, the timeout, and the
/// handling of responses and errors.
/// </summary>
internal sealed class SdkTransport(
    SnapTradeExchange exchange,
    SnapTradeEndpoint endpoint,
    IOptions<SnapTradeOptions> options
)
{
    // The exchange's own timeout ends first and is reported as one.
    private static readonly TimeSpan AfterOwnTimeout = TimeSpan.FromSeconds(30);

    /// <exception cref="SnapTradeException">The call failed, or the SDK can't sign it.</exception>
    public async Task<Observed<T?>> SendAsync<T>(
        SdkRequest request,
        CallPriority priority,
        CancellationToken cancellationToken
    )
    {
        SdkSignature.ThrowIfWrong(request.Call);
        return await exchange.RunAsync<T>(
            request.Call,
            priority,
            async token => Message(await request.Operation(CreateSdk(), token), token),
            cancellationToken
        );
    }

    private Net.Snaptrade CreateSdk()
    {
        var sdk = new Net.Snaptrade()
            .SetBasePath(endpoint.BaseUrl)
            .SetClientId(options.Value.ClientId)
            .SetConsumerKey(options.Value.ConsumerKey);
        sdk.Configuration.Timeout = (int)(options.Value.Timeout + AfterOwnTimeout).TotalMilliseconds;
        Net.IApiAccessor[] apis = [sdk.APIStatus, sdk.Authentication, sdk.Connections, sdk.ReferenceData];
        // The SDK's exceptions lose status and headers; without a factory it returns every answer as it is.
        foreach (var api in apis)
            api.ExceptionFactory = null;
        return sdk;
    }

    private static HttpResponseMessage Message(Net.IApiResponse answer, CancellationToken cancellationToken)
    {
        if ((int)answer.StatusCode == 0 || (answer.RawContent is null && answer.Exception is not null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new HttpRequestException(
                "SnapTrade.Net got no answer.",
                answer.Exception?.GetBaseException()
            );
        }
        var message = new HttpResponseMessage(answer.StatusCode)
        {
            Content = new StringContent(answer.RawContent ?? "", Encoding.UTF8),
        };
        foreach (var (name, values) in answer.Headers)
            message.Headers.TryAddWithoutValidation(name, values);
        return message;
    }
}
