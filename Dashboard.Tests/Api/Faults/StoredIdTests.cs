using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Components.Navigation;
using Dashboard.Domain;
using Dashboard.Tests.Access.Walk;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.Faults;

/// <summary>Every stored id has a URL in the API and a page.</summary>
public sealed class StoredIdTests(WalkHost host) : IClassFixture<WalkHost>
{
    public static TheoryData<string> Ids =>
        [
            ".",
            "..",
            "~.",
            "~..",
            "~~..",
            "~",
            "...",
            "a/b",
            "/",
            "//",
            "../..",
            "a%2Fb",
            "100%",
            "%",
            " leading space",
            "in the middle",
            "a?b#c&d=e",
            "a+b",
            "a;b",
            "a\\b",
            "客户😀",
            "Zoë",
            "a\u2028b",
            "\u202e\u3002\uff0f",
            "'\"<script>",
        ];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task It_is_found_by_its_address(string id)
    {
        var (answer, _) = await host.Server.DeliverAsync(
            Signed.Post(
                Signed.Event("CONNECTION_BROKEN", TimeProvider.System.GetUtcNow().AddMinutes(-1), id, id)
            )
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(id, await ReadAsync($"/api/v1/connections/{PathSegment.Of(id)}", "id"));
        Assert.Equal(id, await ReadAsync($"/api/v1/users/{PathSegment.Of(id)}", "userId"));

        using var page = await host.SendAsync(Who.Admin, HttpMethod.Get, ConnectionAddress.Of(id));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        using var user = await host.SendAsync(Who.Admin, HttpMethod.Get, UserAddress.Of(id));
        Assert.Equal(HttpStatusCode.OK, user.StatusCode);
    }

    [Theory]
    [InlineData("~..", "..")]
    [InlineData("~~.", "~.")]
    [InlineData("~x", "~x")]
    [InlineData("..", "..")]
    public void Only_ids_that_resemble_dot_segments_are_written_differently(string segment, string id) =>
        Assert.Equal(id, PathSegment.ToId(segment));

    private async Task<string?> ReadAsync(string path, string member)
    {
        using var api = host.Server.Caller();
        using var answer = await api.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var item = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return item.GetProperty(member).GetString();
    }
}
