using System.Net;
using System.Net.Sockets;

namespace Dashboard.Access;

/// <summary>Whom a limit per address counts as one.</summary>
public static class ClientAddress
{
    /// <summary>An IPv4 address, or the first half of an IPv6 address: whoever has one has 2^64 of them.</summary>
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
