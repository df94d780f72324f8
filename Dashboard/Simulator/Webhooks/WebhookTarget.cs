using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace Dashboard.Simulator.Webhooks;

/// <summary>Where webhooks go. Our own addresses are known only once the server has started.</summary>
internal sealed class WebhookTarget(IOptions<SimulatorOptions> options, IServer server)
{
    private const string OwnPath = "/webhooks/snaptrade";

    /// <summary>Null when no URL is set and the server has no address.</summary>
    public Uri? Find()
    {
        if (options.Value.WebhookUrl.Length > 0)
            return new Uri(options.Value.WebhookUrl);
        return OwnOrigin.Find(server) is { } origin ? new Uri(origin, OwnPath) : null;
    }
}
