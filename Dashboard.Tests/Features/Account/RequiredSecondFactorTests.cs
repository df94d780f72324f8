using System.Net;
using Dashboard.Access;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.SignalR.Client;

namespace Dashboard.Tests.Features.Account;

public sealed class RequiredSecondFactorTests : AccountContext
{
    private const string SetUp = "/account/second-factor";

    protected override (string Key, string? Value)[] Settings =>
        [("Access:SignInsPerMinute", "1000"), ("Access:RequireSecondFactor", "Support, admin")];

    [Theory]
    [InlineData("/operators-only")]
    [InlineData("/account")]
    [InlineData("/account/recovery-codes")]
    [InlineData("/checked-by-a-service")]
    public async Task An_operator_without_the_second_factor_can_only_set_it_up(string path)
    {
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        LeadsTo($"{SetUp}?returnUrl={Uri.EscapeDataString(path)}", await Browser.GetAsync(path));
        var page = await TextAsync(await Browser.GetAsync(SetUp));
        Assert.Contains("Your role Support needs a second factor", page);
    }

    [Fact]
    public async Task A_hub_is_also_closed_and_says_why()
    {
        var answer = await Browser.SignInAsync(Mia, DemoOperators.Password);
        var probe = await Browser.GetAsync("/hubs/probe");
        Assert.Equal(HttpStatusCode.Forbidden, probe.StatusCode);
        Assert.Contains("needs a second factor", await TextAsync(probe));
        await using var listener = new HubConnectionBuilder()
            .WithUrl(
                new Uri(Host.Address, "/hubs/listen"),
                o =>
                    o.Headers["Cookie"] = string.Join(
                        "; ",
                        answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0])
                    )
            )
            .Build();
        await Assert.ThrowsAsync<HttpRequestException>(() => listener.StartAsync(Token));
    }

    [Fact]
    public async Task Setting_it_up_grants_access_immediately_and_permanently()
    {
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        await TurnOnAsync();
        Assert.Equal(HttpStatusCode.OK, (await Browser.GetAsync("/operators-only")).StatusCode);
        Host.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.OK, (await Browser.GetAsync("/operators-only")).StatusCode);
        Assert.Contains(
            "Add a passkey before you turn this off",
            await TextAsync(await Browser.GetAsync("/account"))
        );
    }

    [Fact]
    public async Task A_role_without_the_requirement_needs_none()
    {
        await Browser.SignInAsync("manager@demo.example", DemoOperators.Password);
        Assert.Equal(HttpStatusCode.OK, (await Browser.GetAsync("/operators-only")).StatusCode);
    }

    [Fact]
    public void An_actor_without_it_has_no_permission()
    {
        var actor = new Actor("1", "Ana", Role.Admin, Scope: null) { LacksSecondFactor = true };
        Assert.False(actor.IsOperator);
        Assert.All(Enum.GetValues<Permission>(), permission => Assert.False(actor.Can(permission)));
    }

    [Theory]
    [InlineData("Support, Boss")]
    [InlineData("7")]
    public async Task A_role_that_does_not_exist_stops_the_start(string roles)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() =>
            RoomsHost.StartAsync(("Access:RequireSecondFactor", roles))
        );
        Assert.Contains("Access__RequireSecondFactor may name these roles", refusal.Message);
    }
}
