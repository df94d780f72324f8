using System.Net;
using Dashboard.Access;
using Dashboard.Components.Pages;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Tests.Features.Account;

public sealed class DeniedTests : RoomsContext
{
    [Theory]
    [InlineData("/managers-only")]
    [InlineData("/checked-by-a-service")]
    public async Task A_refusal_by_policy_or_service_shows_the_same_page(string path)
    {
        await Browser.SignInAsync("support@demo.example", DemoOperators.Password);
        var answer = await Browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/no-permission", answer.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task The_page_is_told_which_permission_was_needed_and_keeps_the_frame()
    {
        await Browser.SignInAsync("support@demo.example", DemoOperators.Password);
        var answer = await Browser.GetAsync("/managers-only");
        Assert.EndsWith($"&needs={nameof(Permission.ViewHistory)}", answer.Headers.Location!.PathAndQuery);
        Assert.DoesNotContain(typeof(Denied).GetCustomAttributes(inherit: true), a => a is LayoutAttribute);
    }

    [Theory]
    [InlineData("/managers-only", "hello")]
    [InlineData("/checked-by-a-service", "Jon Weber")]
    public async Task An_operator_with_the_permission_gets_the_page(string path, string expected)
    {
        await Browser.SignInAsync("manager@demo.example", DemoOperators.Password);
        var answer = await Browser.GetAsync(path);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(Token));
    }
}
