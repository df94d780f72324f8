using System.Security.Claims;
using Dashboard.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Access.Sessions;

/// <summary>The request of a screen is as long as the screen, so what validates its cookie must not stay with it.</summary>
public sealed class CookieValidationTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddScoped<ISecurityStampValidator, Validator>()
        .BuildServiceProvider();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_validates_a_cookie_is_gone_before_the_request_goes_on(bool fails)
    {
        using var request = _services.CreateScope();
        var http = new DefaultHttpContext { RequestServices = request.ServiceProvider };
        http.Items[typeof(Validator)] = fails;
        var options = new CookieAuthenticationOptions();
        OperatorCookie.Configure(options);
        var context = new CookieValidatePrincipalContext(
            http,
            new AuthenticationScheme("cookie", displayName: null, typeof(CookieAuthenticationHandler)),
            options,
            new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity()), "cookie")
        );

        var failure = await Record.ExceptionAsync(() => options.Events.ValidatePrincipal(context));

        Assert.Equal(fails, failure is InvalidOperationException);
        Assert.True(Assert.IsType<Validator>(http.Items[nameof(Validator)]).IsDisposed);
        Assert.Same(request.ServiceProvider, http.RequestServices);
    }

    public void Dispose() => _services.Dispose();

    private sealed class Validator : ISecurityStampValidator, IDisposable
    {
        public bool IsDisposed { get; private set; }

        public Task ValidateAsync(CookieValidatePrincipalContext context)
        {
            context.HttpContext.Items[nameof(Validator)] = this;
            return context.HttpContext.Items[typeof(Validator)] is true
                ? throw new InvalidOperationException("The database is gone.")
                : Task.CompletedTask;
        }

        public void Dispose() => IsDisposed = true;
    }
}
