using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Dashboard.Simulator;

/// <summary>This server's own origin, known once it listens.</summary>
internal static class OwnOrigin
{
    /// <summary>Null when the server has no address, as in a test host.</summary>
    public static Uri? Find(IServer server)
    {
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
        return new UriBuilder(binding.Scheme, host, binding.Port).Uri;
    }
}
