using System.Net;
using Dashboard.Api;
using Dashboard.Api.Idempotency;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Api;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private ProbeHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ProbeHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_same_request_with_the_same_key_gets_the_same_answer_and_is_done_once()
    {
        _host.Work = _ =>
            Task.FromResult<IResult>(TypedResults.Created("/made/1", new { url = "https://secret.example" }));
        using var first = await _host.PostAsync("k1", """{"a":1}""");
        _host.Work = _ => throw new InvalidOperationException("Done twice.");
        using var again = await _host.PostAsync("k1", """{"a":1}""");

        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(await TextAsync(first), await TextAsync(again));
        Assert.Equal(first.Content.Headers.ContentType, again.Content.Headers.ContentType);
        Assert.Equal("/made/1", again.Headers.Location!.ToString());
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(1, _host.Times);
    }

    [Fact]
    public async Task What_is_kept_of_an_answer_can_not_be_read_in_the_database()
    {
        _host.Work = _ => Task.FromResult<IResult>(TypedResults.Ok(new { url = "https://secret.example" }));
        await _host.PostAsync("k1");
        await using var db = _host.Database.CreateDbContext();
        var kept = await db.IdempotentAnswers.SingleAsync(Token);
        Assert.Equal(200, kept.Status);
        Assert.DoesNotContain("secret", kept.ProtectedBody!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_every_request_is_executed()
    {
        await _host.PostAsync(null);
        await _host.PostAsync(null);
        Assert.Equal(2, _host.Times);
    }

    [Fact]
    public async Task Another_request_can_not_reuse_the_key()
    {
        await _host.PostAsync("k1", """{"a":1}""");
        using var other = await _host.PostAsync("k1", """{"a":2}""");
        var problem = await other.JsonAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("was used for another request", problem.Detail());
        Assert.Equal(1, _host.Times);
    }

    [Fact]
    public async Task Keys_of_two_callers_are_independent()
    {
        await _host.PostAsync("k1");
        using var other = await _host.PostAsync("k1", key: ProbeHost.OtherKey);
        Assert.False(other.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(2, _host.Times);
    }

    [Fact]
    public async Task A_second_request_must_wait_while_the_first_is_running()
    {
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        _host.Work = async _ =>
        {
            begun.SetResult();
            await goOn.Task;
            return TypedResults.Ok(new { number = 1 });
        };
        var first = _host.PostAsync("k1");
        await begun.Task;
        using var second = await _host.PostAsync("k1");
        Assert.Contains("is still running", (await second.JsonAsync(HttpStatusCode.Conflict)).Detail());
        Assert.Equal("1", second.Headers.RetryAfter!.ToString());

        goOn.SetResult();
        using var done = await first;
        using var third = await _host.PostAsync("k1");
        Assert.Equal(await TextAsync(done), await TextAsync(third));
    }

    [Fact]
    public async Task A_request_that_died_does_not_block_the_key_for_ever()
    {
        await AbandonAsync("k1");
        using var early = await _host.PostAsync("k1");
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);

        _host.Time.Advance(IdempotentAnswers.Abandoned);
        using var late = await _host.PostAsync("k1");
        Assert.Equal(HttpStatusCode.Created, late.StatusCode);
        using var again = await _host.PostAsync("k1");
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task An_abandoned_request_does_not_overwrite_the_answer_of_the_next()
    {
        var answers = _host.Services.GetRequiredService<IdempotentAnswers>();
        var slow = await ClaimAsync(answers);
        _host.Time.Advance(IdempotentAnswers.Abandoned);
        var next = await ClaimAsync(answers);
        await answers.StoreAsync(next, new KeptAnswer(200, null, null, [2]));
        await answers.StoreAsync(slow, new KeptAnswer(200, null, null, [1]));
        await answers.ReleaseAsync(slow);

        var kept = await answers.ClaimAsync("caller", "k", "hash", Token);
        Assert.Equal([2], Assert.IsType<KeptAnswer>(kept).Body);
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(422, true)]
    [InlineData(404, false)]
    [InlineData(409, false)]
    [InlineData(429, false)]
    [InlineData(500, false)]
    [InlineData(501, false)]
    [InlineData(503, false)]
    public async Task Only_answers_that_can_not_change_are_kept(int status, bool isKept)
    {
        _host.Work = _ => Task.FromResult<IResult>(ApiProblems.Bad(status, "Because."));
        using var first = await _host.PostAsync("k1");
        using var second = await _host.PostAsync("k1");
        Assert.Equal(status, (int)second.StatusCode);
        Assert.Equal(await TextAsync(first), await TextAsync(second));
        Assert.Equal(isKept ? 1 : 2, _host.Times);
    }

    [Fact]
    public async Task A_failure_lets_the_next_try_do_the_work()
    {
        _host.Work = _ => throw new InvalidOperationException("A bug.");
        using var failed = await _host.PostAsync("k1");
        var problem = await failed.JsonAsync(HttpStatusCode.InternalServerError);
        Assert.Contains("Give an admin the reference", problem.Detail());
        Assert.DoesNotContain("A bug", problem.GetRawText(), StringComparison.Ordinal);

        _host.Work = _ => throw new TimeoutException();
        using var busy = await _host.PostAsync("k1");
        Assert.Contains(
            "database does not respond",
            (await busy.JsonAsync(HttpStatusCode.ServiceUnavailable)).Detail()
        );
        Assert.Equal("5", busy.Headers.RetryAfter!.ToString());

        _host.Work = _ => Task.FromResult<IResult>(TypedResults.Ok(new { }));
        using var done = await _host.PostAsync("k1");
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
    }

    [Fact]
    public async Task After_a_day_the_key_is_new_again_and_what_was_kept_is_pruned()
    {
        await _host.PostAsync("k1");
        await _host.PostAsync("k2");
        _host.Time.Advance(IdempotentAnswers.Kept);
        using var again = await _host.PostAsync("k1", """{"another":"request"}""");
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(3, _host.Times);

        _host.Time.Advance(TimeSpan.FromSeconds(1));
        var pruner = _host.Services.GetRequiredService<IdempotencyPruner>();
        await pruner.PruneAsync(Token);
        await using var db = _host.Database.CreateDbContext();
        var left = await db.IdempotentAnswers.Select(a => a.Key).ToListAsync(Token);
        Assert.Equal(["k1"], left);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("much too long")]
    public async Task A_key_that_databases_would_see_differently_is_refused(string key)
    {
        key = key == "much too long" ? new string('k', 256) : key;
        using var answer = await _host.PostAsync(key);
        var problem = await answer.JsonAsync(HttpStatusCode.BadRequest);
        Assert.Contains("1 to 255 visible ASCII characters", problem.Detail());
        Assert.Equal(0, _host.Times);
    }

    [Fact]
    public async Task A_response_that_can_no_longer_be_decrypted_is_reported_as_lost()
    {
        await _host.PostAsync("k1");
        await using (var db = _host.Database.CreateDbContext())
            await db.IdempotentAnswers.ExecuteUpdateAsync(
                s => s.SetProperty(a => a.ProtectedBody, "what another server wrote"),
                Token
            );
        using var answer = await _host.PostAsync("k1");
        Assert.Contains("can't be read any more", (await answer.JsonAsync(HttpStatusCode.Conflict)).Detail());
        Assert.Equal(1, _host.Times);
    }

    // The state after a process ends between the effect and its response.
    private async Task AbandonAsync(string key)
    {
        using var done = await _host.PostAsync(key);
        await using var db = _host.Database.CreateDbContext();
        await db.IdempotentAnswers.ExecuteUpdateAsync(
            s => s.SetProperty(a => a.Status, (int?)null).SetProperty(a => a.ProtectedBody, (string?)null),
            Token
        );
    }

    private static async Task<Claim> ClaimAsync(IdempotentAnswers answers) =>
        Assert.IsType<Claim>(await answers.ClaimAsync("caller", "k", "hash", Token));

    private static Task<string> TextAsync(HttpResponseMessage answer) =>
        answer.Content.ReadAsStringAsync(Token);
}
