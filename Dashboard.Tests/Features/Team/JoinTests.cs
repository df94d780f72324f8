using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Domain.Operators;
using Dashboard.Features.Team.Invitations;
using Dashboard.Features.Team.Members;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Team;

/// <summary>The page behind an invitation's link, on the whole product.</summary>
public sealed partial class JoinTests : IAsyncLifetime
{
    private const string Bea = "bea@acme.example";
    private const string Password = "a sentence of my own";
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly string _mail = Directory.CreateTempSubdirectory("dashboard-mail-").FullName;
    private DashboardServer _server = null!;
    private HttpClient _browser = null!;

    public ValueTask InitializeAsync()
    {
        _server = DashboardServer.Start(
            _time,
            database: null,
            ("Dashboard:PublicUrl", "http://localhost"),
            ("Access:BootstrapAdmin:Email", "ana@acme.example"),
            ("Access:BootstrapAdmin:Password", "the admin's own sentence"),
            ("Email:PickupFolder", _mail)
        );
        _browser = _server.Caller(key: null);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_mail, recursive: true);
    }

    [Fact]
    public async Task Looking_at_the_link_changes_nothing_and_keeps_it_secret()
    {
        var (path, _) = await InviteAsync();
        for (var i = 0; i < 3; i++)
        {
            var answer = await GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        }
        await using var db = _server.Database.CreateDbContext();
        Assert.Null((await db.Invitations.SingleAsync(Token)).AcceptedAt);
        Assert.Equal(1, await db.Users.CountAsync(Token));
    }

    [Fact]
    public async Task Joining_signs_in_with_the_invited_role_and_is_recorded()
    {
        var (path, _) = await InviteAsync(Role.Manager);
        var answer = await JoinAsync(_browser, path, " Bea Novak ", Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/", new Uri(_server.Address, answer.Headers.Location!).AbsolutePath);
        Assert.Contains("Bea Novak", await TextAsync(await GetAsync("/account")));
        await using var db = _server.Database.CreateDbContext();
        var bea = await db.Users.SingleAsync(o => o.Email == Bea, Token);
        Assert.Equal((Role.Manager, "Bea Novak"), (bea.Role, bea.DisplayName));
        Assert.Equal(_time.GetUtcNow(), bea.LastSignInAt);
        var session = await db.OperatorSessions.SingleAsync(Token);
        Assert.Equal((bea.Id, "invitation"), (session.OperatorId, session.Method));
        var actions = await db.AuditEntries.OrderBy(a => a.Number).Select(a => a.Action).ToListAsync(Token);
        Assert.Equal(["invite", "accept invitation", "sign in"], actions);
    }

    [Theory]
    [InlineData("Bea", "short", "12 characters")]
    [InlineData("  ", Password, "Enter your name")]
    public async Task What_is_wrong_is_said_and_the_link_still_works(
        string name,
        string password,
        string said
    )
    {
        var (path, _) = await InviteAsync();
        var page = await TextAsync(await JoinAsync(_browser, path, name, password));
        Assert.Contains(said, page);
        Assert.DoesNotContain($"\"{password}\"", page);
        Assert.Equal(HttpStatusCode.Redirect, (await JoinAsync(_browser, path, "Bea", Password)).StatusCode);
    }

    [Fact]
    public async Task A_used_link_says_so_and_does_not_work()
    {
        var (path, _) = await InviteAsync();
        await JoinAsync(_browser, path, "Bea", Password);
        using var second = _server.Caller(key: null);
        await ExpectAsync(second, path, HttpStatusCode.Gone, "was already used");
    }

    [Fact]
    public async Task An_expired_link_says_so_even_when_it_was_opened_in_time()
    {
        var (path, _) = await InviteAsync();
        var token = FormToken().Match(await TextAsync(await GetAsync(path))).Groups["token"].Value;
        _time.Advance(TimeSpan.FromDays(3));
        await ExpectAsync(_browser, path, HttpStatusCode.Gone, "has expired");
        var late = await PostAsync(_browser, path, token, "Bea", Password);
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
        Assert.Contains("has expired", await TextAsync(late));
        await using var db = _server.Database.CreateDbContext();
        var refused = await db.AuditEntries.OrderBy(a => a.Number).LastAsync(Token);
        Assert.Equal(("accept invitation", "refused, Expired"), (refused.Action, refused.Result));
    }

    [Fact]
    public async Task A_revoked_link_and_one_that_was_replaced_say_so()
    {
        var (path, id) = await InviteAsync();
        var again = await AsAdminAsync((TeamInvitations i) => i.ResendAsync(id, Token));
        await ExpectAsync(_browser, path, HttpStatusCode.Gone, "not an invitation");
        await AsAdminAsync((TeamInvitations i) => i.RevokeAsync(id, Token));
        await ExpectAsync(_browser, PathOf(again.Sent!), HttpStatusCode.Gone, "was revoked");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public Task A_made_up_link_is_refused(string token) =>
        ExpectAsync(_browser, "/account/join/" + token, HttpStatusCode.Gone, "not an invitation");

    [Fact]
    public async Task A_link_works_once_however_many_press_at_the_same_moment()
    {
        var (path, _) = await InviteAsync();
        using var second = _server.Caller(key: null);
        var tokens = await Task.WhenAll(TokenAsync(_browser, path), TokenAsync(second, path));
        var answers = await Task.WhenAll(
            PostAsync(_browser, path, tokens[0], "Bea", Password),
            PostAsync(second, path, tokens[1], "Eve", Password)
        );
        Assert.Equal(
            [HttpStatusCode.Redirect, HttpStatusCode.Gone],
            answers.Select(a => a.StatusCode).OrderBy(s => (int)s)
        );
        await using var db = _server.Database.CreateDbContext();
        Assert.Equal(2, await db.Users.CountAsync(Token));
    }

    [Fact]
    public async Task An_address_that_came_into_the_team_another_way_does_not_join_twice()
    {
        var (path, _) = await InviteAsync();
        await TeamHost.AddAsync(_server.Database, TeamHost.Person("bea", Role.Manager));
        var answer = await JoinAsync(_browser, path, "Bea", Password);
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        await using var db = _server.Database.CreateDbContext();
        Assert.Null((await db.Invitations.SingleAsync(Token)).AcceptedAt);
    }

    [Fact]
    public async Task Guessing_is_slowed_down_by_address()
    {
        for (var i = 0; i < 10; i++)
            await GetAsync($"/account/join/guess-{i}");
        await ExpectAsync(
            _browser,
            "/account/join/guess",
            HttpStatusCode.TooManyRequests,
            "Too many attempts"
        );
        using var answer = await GetAsync("/account/join/guess");
        Assert.Equal(TimeSpan.FromMinutes(1), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_form_without_our_token_is_refused()
    {
        var (path, _) = await InviteAsync();
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await PostAsync(_browser, path, "forged", "Bea", Password)).StatusCode
        );
    }

    [Fact]
    public async Task An_operator_disabled_after_joining_is_signed_out_within_a_minute()
    {
        var (path, _) = await InviteAsync();
        await JoinAsync(_browser, path, "Bea", Password);
        await using var db = _server.Database.CreateDbContext();
        var bea = await db.Users.SingleAsync(o => o.Email == Bea, Token);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/account")).StatusCode);
        Assert.Null(await AsAdminAsync((MemberChanges c) => c.DisableAsync(bea.Id, Token)));
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync("/account")).StatusCode);
    }

    private static async Task ExpectAsync(HttpClient who, string path, HttpStatusCode status, string heading)
    {
        var answer = await who.GetAsync(path, Token);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(heading, await TextAsync(answer));
    }

    private static async Task<HttpResponseMessage> JoinAsync(
        HttpClient who,
        string path,
        string name,
        string password
    ) => await PostAsync(who, path, await TokenAsync(who, path), name, password);

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient who,
        string path,
        string token,
        string name,
        string password
    )
    {
        using var form = new FormUrlEncodedContent([
            new("__RequestVerificationToken", token),
            new("_handler", "join"),
            new("Input.Name", name),
            new("Input.Password", password),
        ]);
        return await who.PostAsync(path, form, Token);
    }

    private static async Task<string> TokenAsync(HttpClient who, string path) =>
        FormToken().Match(await who.GetStringAsync(path, Token)).Groups["token"].Value;

    private static Task<string> TextAsync(HttpResponseMessage answer) =>
        answer.Content.ReadAsStringAsync(Token);

    private static string PathOf(SentInvitation sent) => new Uri(sent.Link).AbsolutePath;

    private Task<HttpResponseMessage> GetAsync(string path) => _browser.GetAsync(path, Token);

    private async Task<(string Path, string Id)> InviteAsync(Role role = Role.Support)
    {
        var result = await AsAdminAsync((TeamInvitations i) => i.InviteAsync(Bea, role, Token));
        await using var db = _server.Database.CreateDbContext();
        var kept = await db.Invitations.SingleAsync(Token);
        return (PathOf(result.Sent!), kept.Id);
    }

    private async Task<T> AsAdminAsync<TService, T>(Func<TService, Task<T>> act)
        where TService : notnull
    {
        await using var db = _server.Database.CreateDbContext();
        var ana = await db.Users.SingleAsync(o => o.Role == Role.Admin, Token);
        await using var scope = _server.Services.CreateAsyncScope();
        var http = scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>();
        http.HttpContext = new DefaultHttpContext { User = ActorScope.Operator(ana.Id, Role.Admin) };
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    [GeneratedRegex(
        "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex FormToken();
}
