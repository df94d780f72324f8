using System.Net;
using Dashboard.Access;

namespace Dashboard.Tests.Access;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void Limits_count_an_ipv4_address_or_the_64_bits_of_an_ipv6_network(
        string one,
        string other,
        bool same
    ) =>
        Assert.Equal(
            same,
            ClientAddress.KeyOf(IPAddress.Parse(one)) == ClientAddress.KeyOf(IPAddress.Parse(other))
        );
}
