using Dashboard.Access.Passkeys;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Tests.Access.Passkeys;

public sealed class RelyingPartyTests
{
    private const string Public = "https://dashboard.acme.example";

    [Theory]
    [InlineData("dashboard.acme.example", Public, "dashboard.acme.example")]
    [InlineData("evil.example", Public, "dashboard.acme.example")]
    [InlineData("localhost:5080", Public, "localhost")]
    [InlineData("localhost:5080", null, "localhost")]
    [InlineData("intern.example:8080", "", "intern.example")]
    public void Passkeys_belong_to_the_public_address_or_to_this_machine(
        string host,
        string? publicUrl,
        string expected
    ) => Assert.Equal(expected, RelyingParty.HostFor(Request(host), publicUrl));

    [Theory]
    [InlineData("https://dashboard.acme.example", "dashboard.acme.example", true)]
    [InlineData("http://dashboard.acme.example", "dashboard.acme.example", false)]
    [InlineData("https://dashboard.acme.example:444", "dashboard.acme.example", false)]
    [InlineData("https://x.dashboard.acme.example", "dashboard.acme.example", false)]
    [InlineData("https://evil.example", "evil.example", false)]
    [InlineData("http://localhost:5080", "localhost:5080", true)]
    [InlineData("http://localhost:5081", "localhost:5080", false)]
    [InlineData("null", "localhost:5080", false)]
    [InlineData(null, "localhost:5080", false)]
    public void Answers_come_from_our_own_pages(string? origin, string host, bool isOurs) =>
        Assert.Equal(isOurs, RelyingParty.IsOurs(origin, Request(host), Public));

    private static HttpRequest Request(string host)
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = ("http", new HostString(host));
        return request;
    }
}
