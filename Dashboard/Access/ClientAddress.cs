using System.Net;
using System.Net.Sockets;

namespace Dashboard.Access;

/// <summary>The key of limits per network address.</summary>
public static class ClientAddress
{
    /// <summary>An IPv4 address, or the first 64 bits of an IPv6 address, because a client usually has a whole /64 network.</summary>
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
