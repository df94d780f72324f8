using System.Net;
using System.Net.Sockets;

namespace Dashboard.Access;

/// <summary>What limits per network address count as one client.</summary>
public static class ClientAddress
{
    /// <summary>An IPv4 address, or the first half of an IPv6 address: a client usually has 2^64 of those.</summary>
    public static string KeyOf(IPAddress? address)
    {
        address ??= IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
