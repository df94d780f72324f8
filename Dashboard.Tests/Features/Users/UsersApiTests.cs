using System.Net;
using System.Net.Http.Json;
using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Users;

public sealed class UsersApiTests : RoomsContext
{
    private const string Secret = "5f2c-the-secret-of-zoe";

    [Fact]
    public async Task A_user_that_came_with_a_webhook_gets_a_secret_whatever_the_id_looks_like()
    {
        const string id = "\u200Bzoe";
        await Host.Database.EventsAsync(Some.Broken(0, "c", id));
        var path = $"/api/v1/users/{Uri.EscapeDataString(id)}";

        using var stored = await Api.PutAsJsonAsync(path, new { userSecret = "s-1" }, Token);
        using var unknown = await Api.PutAsJsonAsync(path + "x", new { userSecret = "s-1" }, Token);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (stored.StatusCode, unknown.StatusCode));
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
        var created = await Api.PutAsync("/api/v1/users/u1", body, HttpStatusCode.Created);
        var again = await Api.PutAsync("/api/v1/users/u1", body);
        var read = await Api.JsonAsync("/api/v1/users/u1");
        foreach (var answer in new[] { created, again, read })
        {
            Assert.True(answer.GetProperty("hasSecret").GetBoolean());
            Assert.Equal("Zoë Übermut", answer.GetProperty("name").GetString());
            Assert.DoesNotContain(Secret, answer.GetRawText(), StringComparison.Ordinal);
        }
        await using var db = Host.Database.CreateDbContext();
        var stored = await db.SnapTradeUsers.SingleAsync(Token);
        Assert.DoesNotContain(Secret, stored.ProtectedSecret!, StringComparison.Ordinal);
        Assert.Equal(
            Secret,
            Host.Services.GetRequiredService<UserSecrets>().Unprotect(stored.ProtectedSecret!)
        );
        Assert.Equal(
            ["com", "example.com", "u1", "ubermut", "zoe@example.com"],
            await Host.Database.TokensAsync("u1")
        );
    }

    [Fact]
    public async Task What_is_left_out_stays_as_it_is()
    {
        await Api.PutAsync(
            "/api/v1/users/u1",
            new { name = "Zoë", userSecret = Secret },
            HttpStatusCode.Created
        );
        var changed = await Api.PutAsync("/api/v1/users/u1", new { email = "zoe@example.com" });
        Assert.Equal("Zoë", changed.GetProperty("name").GetString());
        Assert.Equal("zoe@example.com", changed.GetProperty("email").GetString());
        Assert.True(changed.GetProperty("hasSecret").GetBoolean());
    }

    [Fact]
    public async Task A_time_zone_and_an_opt_out_are_kept_until_changed()
    {
        var created = await Api.PutAsync(
            "/api/v1/users/u1",
            new { timeZone = "America/Toronto", optedOut = true },
            HttpStatusCode.Created
        );
        var kept = await Api.PutAsync("/api/v1/users/u1", new { name = "Zoë" });
        var back = await Api.PutAsync("/api/v1/users/u1", new { optedOut = false });
        Assert.Equal(
            [("America/Toronto", true), ("America/Toronto", true), ("America/Toronto", false)],
            new[] { created, kept, back }.Select(u =>
                (u.GetProperty("timeZone").GetString(), u.GetProperty("optedOut").GetBoolean())
            )
        );
        await using var db = Host.Database.CreateDbContext();
        var trail = await db.AuditEntries.OrderBy(e => e.Number).ToListAsync(Token);
        Assert.Equal("""{"timeZone":"America/Toronto","optedOut":true}""", trail[0].After);
        Assert.Equal("""{"optedOut":false}""", trail[2].After);
    }

    [Fact]
    public async Task The_actor_of_an_opt_out_is_stored()
    {
        await Api.PutAsync("/api/v1/users/u1", new { optedOut = true }, HttpStatusCode.Created);
        await using var db = Host.Database.CreateDbContext();
        var user = await db.SnapTradeUsers.SingleAsync(Token);
        Assert.Equal(("bootstrap", Host.Time.GetUtcNow()), (user.OptedOutBy, user.OptedOutAt));
    }

    [Fact]
    public async Task A_user_known_from_events_is_completed_and_not_doubled()
    {
        await Host.Database.EventsAsync(Some.Broken(0, "c1", "u1"));
        await Api.PutAsync("/api/v1/users/u1", new { name = "Zoë" });
        var found = await Api.JsonAsync("/api/v1/connections?q=zoe");
        Assert.Equal(["c1"], found.Ids());
    }

    [Fact]
    public async Task Every_change_is_on_the_audit_trail_without_what_is_personal_or_secret()
    {
        await Api.PutAsync(
            "/api/v1/users/u1",
            new { name = "Zoë", userSecret = Secret },
            HttpStatusCode.Created
        );
        await Api.PutAsync("/api/v1/users/u1", new { email = "not an address" }, HttpStatusCode.BadRequest);
        await Api.PutAsync("/api/v1/users/u1", new { name = "Zoe", userSecret = Secret });
        await Api.PutAsync("/api/v1/users/u1", new { name = "Zoe" });
        await using var db = Host.Database.CreateDbContext();
        var entries = await db.AuditEntries.OrderBy(e => e.Number).ToListAsync(Token);
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
            await Api.PutAsync(path, new { name = "Zoë" }, HttpStatusCode.Created);
            Assert.Equal(id, (await Api.JsonAsync(path)).GetProperty("userId").GetString());
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
    public async Task An_invalid_value_is_explained(string property, string value, string message)
    {
        var problem = await Api.PutAsync(
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
        var problem = await Api.PutAsync("/api/v1/users/zoe%20", new { }, HttpStatusCode.BadRequest);
        Assert.Contains("must not begin or end with a space", problem.Detail());
    }

    [Fact]
    public async Task A_name_that_unfolds_into_many_words_is_kept_and_its_tokens_are_limited()
    {
        // One character that decomposes into eighteen.
        var name = new string('\uFDFA', 200);
        await Api.PutAsync("/api/v1/users/u1", new { name }, HttpStatusCode.Created);
        await using var db = Host.Database.CreateDbContext();
        var stored = await db.SnapTradeUsers.SingleAsync(Token);
        Assert.Equal(name, stored.Name);
        var tokens = await Host.Database.TokensAsync("u1");
        Assert.InRange(tokens.Count, 2, SearchTokens.MaxTokens);
        Assert.All(tokens, token => Assert.InRange(token.Length, 1, SearchTokens.MaxLength));
    }

    [Fact]
    public async Task An_unknown_user_is_a_problem_that_says_what_to_do()
    {
        var problem = await Api.JsonAsync("/api/v1/users/nobody", HttpStatusCode.NotFound);
        Assert.Contains("PUT the user here", problem.Detail());
    }
}
