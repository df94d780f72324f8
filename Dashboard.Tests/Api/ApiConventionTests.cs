using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api;

public sealed class ApiConventionTests : RoomsContext
{
    [Theory]
    [InlineData("/api/v1/nonsense")]
    [InlineData("/api/v2/summary")]
    [InlineData("/api/v1/connections.json")]
    [InlineData("/api")]
    public async Task An_unknown_route_is_a_problem_and_not_a_page(string path)
    {
        var problem = await Api.JsonAsync(path, HttpStatusCode.NotFound);
        Assert.Contains($"There is no GET {path}.", problem.Detail());
        Assert.Contains("docs/api.md", problem.Detail());
    }

    [Theory]
    [InlineData("connections?limit=0", "limit must be a whole number from 1 to 200.")]
    [InlineData("connections?limit=201", "limit must be a whole number from 1 to 200.")]
    [InlineData("connections?limit=ten", "limit must be a whole number from 1 to 200.")]
    [InlineData("connections?cursor=nonsense", "cursor must be the nextCursor of the previous page")]
    [InlineData(
        "connections?health=Broken",
        "health must be one or more of Disabled, Unknown, Healthy, Deleted."
    )]
    [InlineData("connections?health=1", "health must be one or more of")]
    [InlineData("events?from=yesterday", "from must be an ISO 8601 time")]
    [InlineData(
        "connections?helath=Disabled",
        "helath is not a parameter of this operation, which accepts health, userId"
    )]
    [InlineData(
        "connections/c1?id=c1",
        "id is not a parameter of this operation, which accepts no parameters."
    )]
    [InlineData("connections?userId=a%00b", "userId must not contain control characters")]
    [InlineData("connections?brokerage=%07", "brokerage must not contain control characters")]
    [InlineData("connections?q=a%1Bb", "q must not contain control characters")]
    [InlineData("events?connectionId=c%0A1", "connectionId must not contain control characters")]
    [InlineData("events?userId=%C2%85u", "userId must not contain control characters")]
    [InlineData("events?type=A,B%0D", "type must not contain control characters")]
    [InlineData("events?cursor=e30", "cursor must be the nextCursor of the previous page")]
    public async Task A_wrong_parameter_is_named_with_what_it_must_be(string query, string message)
    {
        var problem = await Api.JsonAsync($"/api/v1/{query}", HttpStatusCode.BadRequest);
        Assert.Contains(message, problem.Detail());
    }

    [Fact]
    public async Task All_errors_are_reported_at_once()
    {
        var problem = await Api.JsonAsync("/api/v1/events?from=x&to=y&limit=0", HttpStatusCode.BadRequest);
        Assert.Equal(3, problem.GetProperty("errors").EnumerateObject().Count());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var problem = await Api.PutAsync(
            "/api/v1/users/u1",
            new { name = new string('x', 70_000) },
            HttpStatusCode.RequestEntityTooLarge
        );
        Assert.Contains("64 KB", problem.Detail());
    }

    [Theory]
    [InlineData("""{"nmae":"Zoë"}""", "$.nmae")]
    [InlineData("""{"name":5}""", "$.name")]
    [InlineData("{", "Send a JSON object")]
    [InlineData("null", "Send a JSON object")]
    [InlineData("[]", "Send a JSON object")]
    public async Task A_body_that_can_not_be_read_is_answered_with_the_place(string body, string message)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await Api.PutAsync("/api/v1/users/u1", content, Token);
        Assert.Contains(message, (await answer.JsonAsync(HttpStatusCode.BadRequest)).Detail());
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused()
    {
        using var content = new StringContent("name=Zoë", new MediaTypeHeaderValue("text/plain"));
        var answer = await Api.PutAsync("/api/v1/users/u1", content, Token);
        var problem = await answer.JsonAsync(HttpStatusCode.UnsupportedMediaType);
        Assert.Contains("application/json", problem.Detail());
    }
}
