using System.Text;
using System.Text.RegularExpressions;
using System.Web;
using Dashboard.SnapTrade;
using FsCheck.Xunit;

namespace Dashboard.Tests.SnapTrade;

public partial class SnapTradeRequestSignerTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1795381675);

    [Property]
    public bool Any_user_id_survives_the_query(string? userId)
    {
        var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(userId ?? ""));
        var query = SnapTradeRequestSigner.Query("c", [new("userId", valid)], Time);

        return FormEncoded().IsMatch(query) && HttpUtility.ParseQueryString(query)["userId"] == valid;
    }

    [Fact]
    public void The_query_begins_with_the_client_and_ends_with_the_time() =>
        Assert.Equal(
            "clientId=a%26b&userId=u+%7E*-._%21%28&timestamp=1795381675",
            SnapTradeRequestSigner.Query("a&b", [new("userId", "u ~*-._!(")], Time)
        );

    [Fact]
    public void No_body_and_an_empty_one_are_signed_alike() =>
        Assert.Equal(
            SnapTradeRequestSigner.Sign("key", [], "/p", "q=1"),
            SnapTradeRequestSigner.Sign("key", "{}"u8, "/p", "q=1")
        );

    [Fact]
    public void The_order_and_spacing_of_a_body_do_not_change_its_signature() =>
        Assert.Equal(
            SnapTradeRequestSigner.Sign("key", """{"a":"é","b":true}"""u8, "/p", "q=1"),
            SnapTradeRequestSigner.Sign("key", """{ "b": true, "a": "\u00e9" }"""u8, "/p", "q=1")
        );

    [Fact]
    public async Task Bodies_are_sent_as_ASCII()
    {
        using var host = new SnapTradeClientHost();

        await Record.ExceptionAsync(() =>
            host.Client.RegisterUserAsync("Zoë+/&'😀", TestContext.Current.CancellationToken)
        );

        Assert.Equal("{\"userId\":\"Zo\\u00eb+/&'\\ud83d\\ude00\"}", host.Network.Bodies[0]);
    }

    [GeneratedRegex("^[A-Za-z0-9*._=&%+-]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormEncoded();
}
