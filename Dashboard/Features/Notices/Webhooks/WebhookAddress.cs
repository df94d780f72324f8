using System.Net;
using System.Net.Sockets;

namespace Dashboard.Features.Notices.Webhooks;

/// <summary>The network that an address belongs to.</summary>
internal enum Reach
{
    Public,

    /// <summary>A private network, or a provider's shared address space.</summary>
    Private,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>Link-local addresses, such as a cloud's metadata service, multicast, and reserved addresses.</summary>
    Never,
}

/// <summary>The addresses that a webhook may have. The blocks are those of IANA's special-purpose registries (RFC 6890).</summary>
internal static class WebhookAddress
{
    private const int Longest = 2000;

    private static readonly (IPNetwork Block, Reach Reach)[] Blocks =
    [
        (IPNetwork.Parse("127.0.0.0/8"), Reach.Loopback),
        (IPNetwork.Parse("::1/128"), Reach.Loopback),
        (IPNetwork.Parse("10.0.0.0/8"), Reach.Private),
        (IPNetwork.Parse("172.16.0.0/12"), Reach.Private),
        (IPNetwork.Parse("192.168.0.0/16"), Reach.Private),
        (IPNetwork.Parse("100.64.0.0/10"), Reach.Private),
        (IPNetwork.Parse("fc00::/7"), Reach.Private),
        (IPNetwork.Parse("0.0.0.0/8"), Reach.Never),
        (IPNetwork.Parse("169.254.0.0/16"), Reach.Never),
        (IPNetwork.Parse("192.0.0.0/24"), Reach.Never),
        (IPNetwork.Parse("198.18.0.0/15"), Reach.Never),
        (IPNetwork.Parse("224.0.0.0/3"), Reach.Never),
        // Only 2000::/3 is given out; 6to4 and the translation prefix can hide any of the above.
        (IPNetwork.Parse("2002::/16"), Reach.Never),
        (IPNetwork.Parse("2000::/3"), Reach.Public),
        (IPNetwork.Parse("::/0"), Reach.Never),
    ];

    public static Reach ReachOf(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var (block, reach) in Blocks)
        {
            if (block.BaseAddress.AddressFamily == plain.AddressFamily && block.Contains(plain))
                return reach;
        }
        return plain.AddressFamily == AddressFamily.InterNetwork ? Reach.Public : Reach.Never;
    }

    /// <summary>Validates an entered address.</summary>
    /// <param name="text">As entered.</param>
    /// <param name="problem">The problem, without the address itself.</param>
    public static Uri? Read(string text, out string? problem)
    {
        problem = null;
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) || address.Host.Length == 0)
            problem =
                "This is not a web address. Copy the complete address from Slack, Teams or your chat server.";
        else if (address.Scheme != Uri.UriSchemeHttps && !IsPlainToThisMachine(address))
            problem = "The address must begin with https://, so that nobody can read it in transit.";
        else if (address.UserInfo.Length > 0)
            problem = "Remove the user name and password from the address.";
        else if (text.Length > Longest)
            problem = $"The address has more than {Longest} characters.";
        return problem is null ? address : null;
    }

    private static bool IsPlainToThisMachine(Uri address) =>
        address.Scheme == Uri.UriSchemeHttp
        && (
            address.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.IdnHost, out var ip) && IPAddress.IsLoopback(ip))
        );
}
