using System.Net;
using System.Net.Http;
using System.Reflection;
using System.Text;
using Dashboard.Features.Account;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Tests.Access;

/// <summary>Requests that a stranger makes up get a plain answer, and no error of ours.</summary>
public sealed class MalformedRequestTests
{
    [Fact]
    public async Task Headers_and_values_that_can_not_be_read_get_a_plain_answer()
    {
        await using var server = DashboardServer.Start();
        using var client = server.Caller(key: null);
        foreach (var host in (string[])["..", "a..b", ".localhost", "xn--", new string('a', 300)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in");
            request.Headers.TryAddWithoutValidation("Host", host);
            using var answer = await client.SendAsync(request, Token);
            Assert.Equal((host, HttpStatusCode.BadRequest), (host, answer.StatusCode));
        }

        using var form = new StringContent("a=b", Encoding.ASCII);
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation(
            "Content-Type",
            "application/x-www-form-urlencoded; charset=utf-7"
        );
        using var refused = await client.PostAsync("/account/sign-in", form, Token);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);

        foreach (var query in (string[])["reset=abc", "reset=true,true&returnUrl=/%C3%A9"])
        {
            using var answer = await client.GetAsync("/account/sign-in?" + query, Token);
            Assert.Equal((query, HttpStatusCode.OK), (query, answer.StatusCode));
        }
    }

    // A value that can't be converted would be an error of ours, and would be logged as it came.
    [Fact]
    public void Pages_take_text_from_queries() =>
        Assert.Empty(
            typeof(Program)
                .Assembly.GetTypes()
                .SelectMany(type =>
                    type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                )
                .Where(property =>
                    property.GetCustomAttribute<SupplyParameterFromQueryAttribute>() is not null
                )
                .Where(property => property.PropertyType != typeof(string))
                .Where(property => property.PropertyType != typeof(string[]))
                .Select(property => $"{property.DeclaringType!.Name}.{property.Name}")
        );

    [Theory]
    [InlineData("/connections?q=a//b", "/connections?q=a//b")]
    [InlineData("/users/a%2Fb", "/users/a%2Fb")]
    [InlineData("/.//evil.example", "/")]
    [InlineData("/..//evil.example", "/")]
    [InlineData("/x/..//evil.example", "/")]
    [InlineData("/%2e/%2E%2e/evil", "/")]
    [InlineData("/connections//evil", "/")]
    [InlineData("/\u00e9", "/")]
    public void A_return_URL_stays_on_this_site(string asked, string used) =>
        Assert.Equal(used, LocalUrl.OrHome(asked));
}
