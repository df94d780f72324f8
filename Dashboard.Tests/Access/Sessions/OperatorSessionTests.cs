using System.Net;
using System.Security.Claims;
using Dashboard.Access;
using Dashboard.Access.Sessions;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Access.Sessions;

/// <summary>Tests sessions from sign-in to their end, in pages, hubs and circuits.</summary>
public sealed class OperatorSessionTests : IAsyncLifetime
{
    private const string Mia = "support@demo.example";
    private static readonly TimeSpan OverAMinute = TimeSpan.FromSeconds(61);
    private RoomsHost _host = null!;
    private SignInBrowser _desk = null!;
    private SignInBrowser _phone = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await RoomsHost.StartAsync(("Access:SessionCheckEvery", "00:01:00"));
        (_desk, _phone) = (new SignInBrowser(_host), new SignInBrowser(_host));
    }

    public async ValueTask DisposeAsync()
    {
        _desk.Dispose();
        _phone.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Signing_in_opens_a_session_with_method_address_and_device()
    {
        await _desk.SignInAsync(Mia, DemoOperators.Password);
        var session = Assert.Single(await AllAsync());
        Assert.Equal(("password", "127.0.0.1"), (session.Method, session.Address));
        Assert.Equal(_host.Time.GetUtcNow(), session.StartedAt);
        Assert.Equal(_host.Time.GetUtcNow().AddHours(12), session.ExpiresAt);
    }

    [Fact]
    public async Task A_session_in_use_is_extended_and_seen_to_the_minute()
    {
        await _desk.SignInAsync(Mia, DemoOperators.Password);
        for (var hour = 0; hour < 30; hour++)
        {
            _host.Time.Advance(TimeSpan.FromHours(1));
            Assert.True(await IsInAsync(_desk));
        }
        var session = Assert.Single(await AllAsync());
        Assert.Equal(_host.Time.GetUtcNow(), session.LastSeenAt);
    }

    [Fact]
    public async Task However_busy_a_session_is_it_ends_after_a_week()
    {
        await _desk.SignInAsync(Mia, DemoOperators.Password);
        for (var hour = 0; hour < 7 * 24 - 1; hour++)
        {
            _host.Time.Advance(TimeSpan.FromHours(1));
            Assert.True(await IsInAsync(_desk));
        }
        _host.Time.Advance(TimeSpan.FromHours(1));
        Assert.False(await IsInAsync(_desk));
    }

    [Fact]
    public async Task The_cookie_of_an_ended_session_is_not_renewed_when_it_is_refused()
    {
        await _desk.SignInAsync(Mia, DemoOperators.Password);
        // After half of its life a cookie is renewed by every request.
        _host.Time.Advance(TimeSpan.FromHours(7));
        await using (var db = _host.Database.CreateDbContext())
            await db.OperatorSessions.ExecuteDeleteAsync(Token);

        Assert.False(await IsInAsync(_desk));
        Assert.False(await IsInAsync(_desk));
    }

    [Fact]
    public async Task Signing_out_leaves_other_devices_signed_in()
    {
        await _desk.SignInAsync(Mia, DemoOperators.Password);
        await _phone.SignInAsync(Mia, DemoOperators.Password);
        await _desk.PostAsync("/account/sign-out", await _desk.TokenAsync("/account"));
        _host.Time.Advance(OverAMinute);
        Assert.False(await IsInAsync(_desk));
        Assert.True(await IsInAsync(_phone));
    }

    [Fact]
    public async Task Ending_one_session_ends_that_device_within_a_minute()
    {
        await _desk.SignInAsync(Mia, DemoOperators.Password);
        var first = Assert.Single(await AllAsync());
        await _phone.SignInAsync(Mia, DemoOperators.Password);
        await AsAsync(first.OperatorId, Role.Support, s => s.EndAsync(first.OperatorId, first.Id, default));
        _host.Time.Advance(OverAMinute);
        Assert.False(await IsInAsync(_desk));
        Assert.True(await IsInAsync(_phone));
        var left = await AsAsync(first.OperatorId, Role.Support, s => s.OfAsync(first.OperatorId, default));
        Assert.NotEqual(first.Id, Assert.Single(left).Id);
    }

    [Fact]
    public async Task Ending_all_sessions_can_keep_one()
    {
        await _desk.SignInAsync(Mia, DemoOperators.Password);
        var kept = Assert.Single(await AllAsync());
        await _phone.SignInAsync(Mia, DemoOperators.Password);
        var ended = await AsAsync(
            kept.OperatorId,
            Role.Support,
            s => s.EndAllAsync(kept.OperatorId, kept.Id, default)
        );
        _host.Time.Advance(OverAMinute);
        Assert.Equal(1, ended);
        Assert.True(await IsInAsync(_desk));
        Assert.False(await IsInAsync(_phone));
        await using var db = _host.Database.CreateDbContext();
        var entry = await db.AuditEntries.OrderBy(e => e.Number).LastAsync(Token);
        Assert.Equal(("end other sessions", "1 ended"), (entry.Action, entry.Result));
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Only_admins_see_or_end_sessions_of_others(Role role)
    {
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            AsAsync("another", role, s => s.OfAsync("mia", default))
        );
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            AsAsync("another", role, s => s.EndAsync("mia", "x", default))
        );
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            AsAsync("another", role, s => s.EndAllAsync("mia", exceptId: null, default))
        );
        Assert.Empty(await AsAsync("another", Role.Admin, s => s.OfAsync("mia", default)));
    }

    [Fact]
    public async Task A_disabled_operator_is_signed_out_within_a_minute_and_refused_like_an_unknown_one()
    {
        await _desk.SignInAsync(Mia, DemoOperators.Password);
        await using (var db = _host.Database.CreateDbContext())
            await db
                .Users.Where(o => o.Email == Mia)
                .ExecuteUpdateAsync(s => s.SetProperty(o => o.DisabledAt, Some.Noon), Token);
        _host.Time.Advance(OverAMinute);
        Assert.False(await IsInAsync(_desk));
        var refused = await AlertAsync(_phone, Mia, DemoOperators.Password);
        Assert.Equal(await AlertAsync(_phone, "nobody@demo.example", DemoOperators.Password), refused);
    }

    [Fact]
    public async Task An_ended_session_stops_listening_on_a_hub_within_a_minute()
    {
        var answer = await _desk.SignInAsync(Mia, DemoOperators.Password);
        await using var listener = new HubConnectionBuilder()
            .WithUrl(
                new Uri(_host.Address, "/hubs/listen"),
                options =>
                    options.Headers["Cookie"] = string.Join(
                        "; ",
                        answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0])
                    )
            )
            .Build();
        await listener.StartAsync(Token);
        var session = Assert.Single(await AllAsync());
        await AsAsync("ana", Role.Admin, s => s.EndAsync(session.OperatorId, session.Id, default));
        await _host.Time.UntilAsync(
            OverAMinute,
            () => listener.State == HubConnectionState.Disconnected,
            "the hub's connection was closed"
        );
    }

    [Fact]
    public async Task An_ended_session_signs_an_open_circuit_out()
    {
        await using var quick = await RoomsHost.StartAsync(("Access:SessionCheckEvery", "00:00:01"));
        using var browser = new SignInBrowser(quick);
        await browser.SignInAsync(Mia, DemoOperators.Password);
        await using var db = quick.Database.CreateDbContext();
        var session = await db.OperatorSessions.SingleAsync(Token);
        var mia = await db.Users.SingleAsync(o => o.Email == Mia, Token);
        await using var circuit = quick.Services.CreateAsyncScope();
        var state = circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        ((IHostEnvironmentAuthenticationStateProvider)state).SetAuthenticationState(
            Task.FromResult(
                new AuthenticationState(
                    new ClaimsPrincipal(
                        new ClaimsIdentity(
                            [
                                new Claim(ClaimTypes.NameIdentifier, mia.Id),
                                new Claim(ClaimTypes.Role, nameof(Role.Support)),
                                new Claim("AspNet.Identity.SecurityStamp", mia.SecurityStamp!),
                                new Claim(Actor.SessionClaim, session.Id),
                            ],
                            "Test"
                        )
                    )
                )
            )
        );
        session.EndedAt = quick.Time.GetUtcNow();
        await db.SaveChangesAsync(Token);
        await Eventually.TrueAsync(
            async () => (await state.GetAuthenticationStateAsync()).User.Identity?.IsAuthenticated != true,
            "the circuit's user was nobody"
        );
    }

    [Fact]
    public async Task A_session_unused_for_twelve_hours_expires_and_is_deleted()
    {
        await _desk.SignInAsync(Mia, DemoOperators.Password);
        _host.Time.Advance(TimeSpan.FromHours(12));
        Assert.False(await IsInAsync(_desk));
        await _host.Time.UntilAsync(
            TimeSpan.FromHours(1),
            async () => (await AllAsync()).Count == 0,
            "the session was removed"
        );
    }

    private static async Task<bool> IsInAsync(SignInBrowser browser) =>
        (await browser.GetAsync("/operators-only")).StatusCode == HttpStatusCode.OK;

    private static async Task<string> AlertAsync(SignInBrowser browser, string email, string password)
    {
        var answer = await browser.SignInAsync(email, password);
        var page = await answer.Content.ReadAsStringAsync(Token);
        var start = page.IndexOf("role=\"alert\">", StringComparison.Ordinal);
        return page[start..page.IndexOf("</div>", start, StringComparison.Ordinal)];
    }

    private async Task<List<OperatorSession>> AllAsync()
    {
        await using var db = _host.Database.CreateDbContext();
        return await db.OperatorSessions.AsNoTracking().ToListAsync(Token);
    }

    private async Task<T> AsAsync<T>(string id, Role role, Func<OperatorSessions, Task<T>> act)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var http = scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>();
        http.HttpContext = new DefaultHttpContext { User = ActorScope.Operator(id, role) };
        return await act(scope.ServiceProvider.GetRequiredService<OperatorSessions>());
    }
}
