using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dashboard.Simulator.Control;
using Dashboard.Simulator.State;
using Microsoft.Extensions.Options;

namespace Dashboard.Simulator.Webhooks;

/// <summary>One signed delivery over HTTP.</summary>
internal sealed partial class WebhookDelivery(
    IHttpClientFactory clients,
    WebhookTarget target,
    SimulatorFaults faults,
    IOptions<SimulatorOptions> options,
    ILogger<WebhookDelivery> logger
)
{
    public const string ClientName = "Simulator.Webhooks";

    /// <summary>Bare <c>+</c> and letters of every language, as on SnapTrade's wire.</summary>
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether the receiver took the event; only 200, 201, 202 and 204 say so.</summary>
    public async Task<bool> TrySendAsync(SimulatedEvent happened, CancellationToken cancellationToken)
    {
        if (target.Find() is not { } url)
        {
            LogNoTarget(happened.WebhookId);
            return false;
        }
        try
        {
            using var request = Request(url, happened);
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, cancellationToken);
            return IsDelivered(response.StatusCode);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            LogUnreachable(happened.WebhookId, exception.Message);
            return false;
        }
    }

    private HttpRequestMessage Request(Uri url, SimulatedEvent happened)
    {
        var payload = WebhookPayload.Of(happened, options.Value.ClientId);
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(payload.ToJsonString(Plain)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        var key = faults.Current.WrongKey ? "another " : "";
        key += options.Value.ConsumerKey;
        request.Headers.Add("Signature", SimulatorSignature.OfWebhook(key, payload));
        return request;
    }

    private static bool IsDelivered(HttpStatusCode status) =>
        status
            is HttpStatusCode.OK
                or HttpStatusCode.Created
                or HttpStatusCode.Accepted
                or HttpStatusCode.NoContent;

    [LoggerMessage(LogLevel.Warning, "Webhook {WebhookId} has nowhere to go: set Simulator:WebhookUrl")]
    private partial void LogNoTarget(string webhookId);

    [LoggerMessage(LogLevel.Information, "Webhook {WebhookId} could not be delivered: {Reason}")]
    private partial void LogUnreachable(string webhookId, string reason);
}
