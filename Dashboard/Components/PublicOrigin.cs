using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Dashboard.Components;

/// <summary>
/// The origin of links for customers and new operators. Not read from the request, because clients can set any
/// <c>Host</c>.
/// </summary>
public sealed class PublicOrigin(IOptions<DashboardOptions> options, IServer server)
{
    /// <summary>Scheme, host and port in ASCII, without a slash at the end.</summary>
    /// <exception cref="InvalidOperationException">No address is configured, and the server is not listening yet.</exception>
    public string Value
    {
        get
        {
            var address = options.Value.PublicUrl is { Length: > 0 } configured ? configured : OwnAddress();
            var uri = new Uri(address);
            var port = uri.IsDefaultPort ? "" : $":{uri.Port}";
            var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
            return $"{uri.Scheme}://{host}{port}";
        }
    }

    /// <summary>An address of this site.</summary>
    /// <param name="path">Begins with a slash.</param>
    public string Url(string path) => Value + path;

    // A server that listens on all addresses reports a host that browsers can't open.
    private string OwnAddress() =>
        (
            server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException(
                "Dashboard__PublicUrl is empty and the server does not listen."
            )
        )
            .Replace("://[::]", "://localhost", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
            .Replace("://+", "://localhost", StringComparison.Ordinal)
            .Replace("://*", "://localhost", StringComparison.Ordinal);
}
