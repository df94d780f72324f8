using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
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
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = addresses
            .OrderBy(item => item.StartsWith("https", StringComparison.Ordinal))
            .FirstOrDefault();
        return address is null ? null : OnLoopback(address);
    }

    /// <summary>A listener on every interface is reached on loopback.</summary>
    internal static Uri OnLoopback(string address)
    {
        var binding = BindingAddress.Parse(address);
        var host = binding.Host is "0.0.0.0" or "[::]" or "+" or "*" ? "127.0.0.1" : binding.Host;
        return new UriBuilder(binding.Scheme, host, binding.Port, OwnPath).Uri;
    }
}
