using System.Net;
using Dashboard.Access;
using Dashboard.Features.Account.Reset;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Account;

/// <summary>A page that says "too many tries" to people says 429 and when to go on to programs.</summary>
public sealed class ThrottledPagesTests : AccountContext
{
    private const string Wrong = "not Mia's password";

    protected override (string Key, string? Value)[] Settings => [("Access:SignInsPerMinute", "3")];

    [Fact]
    public async Task Asking_for_a_link() =>
        await IsThrottledAsync(
            3,
            () => SendAsync("/account/forgot", "forgot", ("Input.Email", "a@b.example"))
        );

    [Fact]
    public async Task Using_a_link()
    {
        var links = Host.Services.GetRequiredService<ResetLinks>();
        var path =
            $"{ResetLinks.Page}?token={Uri.EscapeDataString(links.TokenFor(await OperatorAsync(Mia)))}";
        await IsThrottledAsync(3, () => SendAsync(path, "reset", ("Input.Password", "short")));
    }

    [Fact]
    public async Task Confirming_who_it_is()
    {
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        await IsThrottledAsync(2, () => SendAsync("/account/confirm", "confirm", ("Input.Answer", Wrong)));
    }

    [Fact]
    public async Task Changing_the_password()
    {
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        await IsThrottledAsync(
            2,
            () => SendAsync("/account", "password", ("Input.Current", Wrong), ("Input.New", NewPassword))
        );
    }

    [Fact]
    public async Task Turning_the_authenticator_off()
    {
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        await TurnOnAsync();
        await IsThrottledAsync(2, () => SendAsync("/account", "authenticator-off", ("Input.Answer", Wrong)));
    }

    private static async Task IsThrottledAsync(int allowed, Func<Task<HttpResponseMessage>> sendAsync)
    {
        for (var i = 0; i < allowed; i++)
            Assert.Equal(HttpStatusCode.OK, (await sendAsync()).StatusCode);
        var answer = await sendAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), answer.Headers.RetryAfter?.Delta);
        Assert.Contains("Wait a minute", await TextAsync(answer));
    }
}
