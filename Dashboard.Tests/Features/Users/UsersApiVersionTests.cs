using System.Net;
using System.Net.Http.Json;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Users;

/// <summary>Tests conditional reads and writes of users.</summary>
public sealed class UsersApiVersionTests : RoomsContext
{
    private const string Secret = "5f2c-the-secret-of-zoe";

    [Fact]
    public async Task Who_has_read_it_already_is_told_that_nothing_changed_until_it_has()
    {
        await Api.PutAsync("/api/v1/users/u1", new { name = "Zoë" }, HttpStatusCode.Created);
        var tag = await TagAsync();
        using var same = await SendAsync(HttpMethod.Get, null, ("If-None-Match", $"\"other\", {tag}"));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal("", await same.Content.ReadAsStringAsync(Token));
        Assert.Equal(tag, same.Headers.ETag!.ToString());

        // Looks the same but differs.
        await Api.PutAsync("/api/v1/users/u1", new { userSecret = Secret });
        await Api.PutAsync("/api/v1/users/u1", new { userSecret = Secret + "2" });
        using var changed = await SendAsync(HttpMethod.Get, null, ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task A_change_is_refused_when_it_was_decided_on_by_something_older()
    {
        await Api.PutAsync("/api/v1/users/u1", new { name = "Zoë" }, HttpStatusCode.Created);
        var tag = await TagAsync();
        using var first = await SendAsync(HttpMethod.Put, new { name = "Zora" }, ("If-Match", tag));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(await TagAsync(), first.Headers.ETag!.ToString());

        using var second = await SendAsync(HttpMethod.Put, new { name = "Zita" }, ("If-Match", tag));
        var problem = await second.JsonAsync(HttpStatusCode.PreconditionFailed);
        Assert.Contains("GET the user, check what changed", problem.Detail());
        Assert.Equal("Zora", (await Api.JsonAsync("/api/v1/users/u1")).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("If-Match", "*", HttpStatusCode.PreconditionFailed, HttpStatusCode.OK)]
    [InlineData("If-None-Match", "*", HttpStatusCode.Created, HttpStatusCode.PreconditionFailed)]
    [InlineData(
        "If-Match",
        "W/\"weak\"",
        HttpStatusCode.PreconditionFailed,
        HttpStatusCode.PreconditionFailed
    )]
    [InlineData("If-Match", "no quotes", HttpStatusCode.BadRequest, HttpStatusCode.BadRequest)]
    public async Task A_writer_can_say_whether_the_user_has_to_exist(
        string header,
        string value,
        HttpStatusCode whenNew,
        HttpStatusCode whenKnown
    )
    {
        using var first = await SendAsync(HttpMethod.Put, new { name = "Zoë" }, (header, value));
        Assert.Equal(whenNew, first.StatusCode);
        await Api.PutAsJsonAsync("/api/v1/users/u1", new { name = "Zoë" }, Token);
        using var second = await SendAsync(HttpMethod.Put, new { name = "Zoë" }, (header, value));
        Assert.Equal(whenKnown, second.StatusCode);
    }

    [Fact]
    public async Task Of_many_writers_who_saw_the_same_only_one_gets_through()
    {
        await Api.PutAsync("/api/v1/users/u1", new { name = "Zoë" }, HttpStatusCode.Created);
        var tag = await TagAsync();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i => SendAsync(HttpMethod.Put, new { name = $"Zoë {i}" }, ("If-Match", tag)))
        );
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(a => a.StatusCode == HttpStatusCode.PreconditionFailed));
    }

    private async Task<string> TagAsync()
    {
        using var answer = await SendAsync(HttpMethod.Get, null, ("Accept", "*/*"));
        return answer.Headers.ETag!.ToString();
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        object? body,
        (string Name, string Value) header
    )
    {
        using var request = new HttpRequestMessage(method, "/api/v1/users/u1");
        request.Content = body is null ? null : JsonContent.Create(body);
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await Api.SendAsync(request, Token);
    }
}
