using System.Net;
using System.Net.Http.Json;
using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Users;

public sealed class UsersApiTests : IAsyncLifetime
{
    private const string Secret = "5f2c-the-secret-of-zoe";
    private RoomsHost _host = null!;
    private HttpClient _api = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await RoomsHost.StartAsync();
        _api = _host.Api();
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_secret_is_stored_encrypted_and_never_given_out()
    {
        var body = new
        {
            name = "Zoë Übermut",
            email = "zoe@example.com",
            locale = "pt-BR",
            userSecret = Secret,
        };
        var created = await _api.PutAsync("/api/v1/users/u1", body, HttpStatusCode.Created);
        var again = await _api.PutAsync("/api/v1/users/u1", body);
        var read = await _api.JsonAsync("/api/v1/users/u1");
        foreach (var answer in new[] { created, again, read })
        {
            Assert.True(answer.GetProperty("hasSecret").GetBoolean());
            Assert.Equal("Zoë Übermut", answer.GetProperty("name").GetString());
            Assert.DoesNotContain(Secret, answer.GetRawText(), StringComparison.Ordinal);
        }
        await using var db = _host.Database.CreateDbContext();
        var stored = await db.SnapTradeUsers.SingleAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Secret, stored.ProtectedSecret!, StringComparison.Ordinal);
        Assert.Equal(
            Secret,
            _host.Services.GetRequiredService<UserSecrets>().Unprotect(stored.ProtectedSecret!)
        );
        Assert.Equal("u1 zoe ubermut zoe@example.com", stored.SearchText);
    }

    [Fact]
    public async Task What_is_left_out_stays_as_it_is()
    {
        await _api.PutAsync(
            "/api/v1/users/u1",
            new { name = "Zoë", userSecret = Secret },
            HttpStatusCode.Created
        );
        var changed = await _api.PutAsync("/api/v1/users/u1", new { email = "zoe@example.com" });
        Assert.Equal("Zoë", changed.GetProperty("name").GetString());
        Assert.Equal("zoe@example.com", changed.GetProperty("email").GetString());
        Assert.True(changed.GetProperty("hasSecret").GetBoolean());
    }

    [Fact]
    public async Task A_time_zone_and_an_opt_out_are_kept_until_something_else_is_said()
    {
        var created = await _api.PutAsync(
            "/api/v1/users/u1",
            new { timeZone = "America/Toronto", optedOut = true },
            HttpStatusCode.Created
        );
        var kept = await _api.PutAsync("/api/v1/users/u1", new { name = "Zoë" });
        var back = await _api.PutAsync("/api/v1/users/u1", new { optedOut = false });
        Assert.Equal(
            [("America/Toronto", true), ("America/Toronto", true), ("America/Toronto", false)],
            new[] { created, kept, back }.Select(u =>
                (u.GetProperty("timeZone").GetString(), u.GetProperty("optedOut").GetBoolean())
            )
        );
        await using var db = _host.Database.CreateDbContext();
        var trail = await db
            .AuditEntries.OrderBy(e => e.Number)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal("""{"timeZone":"America/Toronto","optedOut":true}""", trail[0].After);
        Assert.Equal("""{"optedOut":false}""", trail[2].After);
    }

    [Fact]
    public async Task Who_opted_a_user_out_is_kept()
    {
        await _api.PutAsync("/api/v1/users/u1", new { optedOut = true }, HttpStatusCode.Created);
        await using var db = _host.Database.CreateDbContext();
        var user = await db.SnapTradeUsers.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("bootstrap", _host.Time.GetUtcNow()), (user.OptedOutBy, user.OptedOutAt));
    }

    [Fact]
    public async Task A_user_known_from_events_is_completed_and_not_doubled()
    {
        await _host.Database.EventsAsync(Some.Broken(0, "c1", "u1"));
        await _api.PutAsync("/api/v1/users/u1", new { name = "Zoë" });
        var found = await _api.JsonAsync("/api/v1/connections?q=zoe");
        Assert.Equal(["c1"], found.Ids());
    }

    [Fact]
    public async Task Every_change_is_on_the_audit_trail_without_what_is_personal_or_secret()
    {
        await _api.PutAsync(
            "/api/v1/users/u1",
            new { name = "Zoë", userSecret = Secret },
            HttpStatusCode.Created
        );
        await _api.PutAsync("/api/v1/users/u1", new { email = "not an address" }, HttpStatusCode.BadRequest);
        await _api.PutAsync("/api/v1/users/u1", new { name = "Zoe", userSecret = Secret });
        await _api.PutAsync("/api/v1/users/u1", new { name = "Zoe" });
        await using var db = _host.Database.CreateDbContext();
        var entries = await db
            .AuditEntries.OrderBy(e => e.Number)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.All(
            entries,
            e =>
                Assert.Equal(
                    ("bootstrap", "API Admin", "user:u1", "127.0.0.1"),
                    (e.Actor, e.ActorRole, e.Subject, e.Address)
                )
        );
        Assert.Equal(
            [
                """add user, done: {"name":null,"userSecret":null} > {"name":"set","userSecret":"set"}""",
                """change user, done: {"name":"set","userSecret":"set"} > {"name":"changed","userSecret":"changed"}""",
                "change user, done, nothing changed:  > ",
            ],
            entries.Select(e => $"{e.Action}, {e.Result}: {e.Before} > {e.After}")
        );
    }

    [Fact]
    public async Task A_user_id_may_hold_any_character()
    {
        foreach (var id in new[] { "a/b@c+d%&e f", "zoë%2F", "客户" })
        {
            var path = $"/api/v1/users/{Uri.EscapeDataString(id)}";
            await _api.PutAsync(path, new { name = "Zoë" }, HttpStatusCode.Created);
            Assert.Equal(id, (await _api.JsonAsync(path)).GetProperty("userId").GetString());
        }
    }

    [Theory]
    [InlineData("name", "", "name must have 1 to 200 characters")]
    [InlineData("name", "line\nbreak", "name must have 1 to 200 characters")]
    [InlineData("email", "zoe", "email must be an address such as")]
    [InlineData("email", "Zoë <zoe@example.com>", "email must be an address such as")]
    [InlineData("email", "a@b.c, d@e.f", "email must be an address such as")]
    [InlineData("email", "zoe@example.com\r\nBcc: x@y.z", "email must be an address such as")]
    [InlineData("locale", "portuguese!", "locale must be a language tag")]
    [InlineData("timeZone", "Toronto", "timeZone must be an IANA name")]
    [InlineData("timeZone", "Middle Earth Time", "timeZone must be an IANA name")]
    [InlineData("timeZone", "../America/Toronto", "timeZone must be an IANA name")]
    [InlineData("userSecret", " ", "userSecret must have 1 to 500 characters")]
    public async Task A_wrong_value_is_told_what_it_must_be(string property, string value, string message)
    {
        var problem = await _api.PutAsync(
            "/api/v1/users/u1",
            new Dictionary<string, string> { [property] = value },
            HttpStatusCode.BadRequest
        );
        Assert.Contains(message, problem.Detail());
        Assert.True(problem.GetProperty("errors").TryGetProperty(property, out _));
    }

    [Fact]
    public async Task A_user_id_that_ends_in_a_space_is_refused()
    {
        var problem = await _api.PutAsync("/api/v1/users/zoe%20", new { }, HttpStatusCode.BadRequest);
        Assert.Contains("must not end in a space", problem.Detail());
    }

    [Fact]
    public async Task A_name_that_unfolds_beyond_the_column_is_kept_and_only_what_is_searched_is_cut()
    {
        // One character that decomposes into eighteen.
        var name = new string('\uFDFA', 200);
        await _api.PutAsync("/api/v1/users/u1", new { name }, HttpStatusCode.Created);
        await using var db = _host.Database.CreateDbContext();
        var stored = await db.SnapTradeUsers.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((name, SearchText.MaxLength), (stored.Name, stored.SearchText.Length));
    }

    [Fact]
    public async Task An_unknown_user_is_a_problem_that_says_what_to_do()
    {
        var problem = await _api.JsonAsync("/api/v1/users/nobody", HttpStatusCode.NotFound);
        Assert.Contains("PUT the user here", problem.Detail());
    }

    [Fact]
    public async Task Who_has_read_it_already_is_told_that_nothing_changed_until_it_has()
    {
        await _api.PutAsync("/api/v1/users/u1", new { name = "Zoë" }, HttpStatusCode.Created);
        var tag = await TagAsync();
        using var same = await SendAsync(HttpMethod.Get, null, ("If-None-Match", $"\"other\", {tag}"));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal("", await same.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(tag, same.Headers.ETag!.ToString());

        // Looks the same, and is not.
        await _api.PutAsync("/api/v1/users/u1", new { userSecret = Secret });
        await _api.PutAsync("/api/v1/users/u1", new { userSecret = Secret + "2" });
        using var changed = await SendAsync(HttpMethod.Get, null, ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task A_change_is_refused_when_it_was_decided_on_by_something_older()
    {
        await _api.PutAsync("/api/v1/users/u1", new { name = "Zoë" }, HttpStatusCode.Created);
        var tag = await TagAsync();
        using var first = await SendAsync(HttpMethod.Put, new { name = "Zora" }, ("If-Match", tag));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(await TagAsync(), first.Headers.ETag!.ToString());

        using var second = await SendAsync(HttpMethod.Put, new { name = "Zita" }, ("If-Match", tag));
        var problem = await second.JsonAsync(HttpStatusCode.PreconditionFailed);
        Assert.Contains("GET it, look at what changed", problem.Detail());
        Assert.Equal("Zora", (await _api.JsonAsync("/api/v1/users/u1")).GetProperty("name").GetString());
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
        await _api.PutAsJsonAsync(
            "/api/v1/users/u1",
            new { name = "Zoë" },
            TestContext.Current.CancellationToken
        );
        using var second = await SendAsync(HttpMethod.Put, new { name = "Zoë" }, (header, value));
        Assert.Equal(whenKnown, second.StatusCode);
    }

    [Fact]
    public async Task Of_many_writers_who_saw_the_same_only_one_gets_through()
    {
        await _api.PutAsync("/api/v1/users/u1", new { name = "Zoë" }, HttpStatusCode.Created);
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
        return await _api.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
