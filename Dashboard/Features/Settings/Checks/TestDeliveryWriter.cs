using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Domain.Deliveries;
using Dashboard.SnapTrade;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Settings.Checks;

/// <summary>Writes test deliveries as SnapTrade writes its own: signed over the canonical body.</summary>
internal sealed class TestDeliveryWriter(IOptions<SnapTradeOptions> options, TimeProvider time)
{
    public HttpRequestMessage Write(Uri address)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                webhookId = $"test-{Guid.NewGuid():N}",
                clientId = options.Value.ClientId,
                eventTimestamp = time.GetUtcNow()
                    .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture),
                // Outside of ASCII and with a slash: what relays are known to change.
                userId = "Zoë/1+2",
                eventType = TestDelivery.EventType,
            }
        );
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        var key = Encoding.UTF8.GetBytes(options.Value.ConsumerKey);
        request.Headers.Add(
            "Signature",
            Convert.ToBase64String(HMACSHA256.HashData(key, CanonicalJson.Write(body)))
        );
        return request;
    }
}
