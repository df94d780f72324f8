using System.Buffers.Text;
using System.Net;
using System.Text;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api;

/// <summary>A forged cursor results in a page or a validation error, never in a failure.</summary>
public sealed class ForgedCursorTests : RoomsContext
{
    protected override Task SeedAsync() =>
        Host.Database.EventsAsync(Some.Broken(0, "c1"), Some.Broken(1, "c2"));

    [Theory]
    [InlineData("""{"Health":99,"Since":"2026-01-01T00:00:00+00:00","Id":"x"}""")]
    [InlineData("""{"Health":1,"Since":"0001-01-01T00:00:00+14:00","Id":"x"}""")]
    [InlineData("""{"Health":1,"Since":"9999-12-31T23:59:59-14:00","Id":"x"}""")]
    [InlineData("""{"Health":1,"Since":"2026-01-01T00:00:00+00:00","Id":"\ud800"}""")]
    [InlineData("""{"Health":1,"Since":"2026-01-01T00:00:00+00:00","Id":"\u0000"}""")]
    [InlineData("""{"Health":1,"Since":"2026-01-01T00:00:00+00:00","Id":null}""")]
    [InlineData("""{"OccurredAt":"0001-01-01T00:00:00+14:00","Id":5}""")]
    [InlineData("""{"OccurredAt":"2026-01-01T00:00:00+00:00","Id":99999999999999999999}""")]
    [InlineData("""{"OccurredAt":"2026-01-01T00:00:00+00:00","Id":5,"Id":6}""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task A_place_that_was_made_up_is_no_failure(string place) =>
        await AskAsync(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place)));

    [Fact]
    public async Task A_cursor_that_was_tampered_with_is_no_failure()
    {
        foreach (var list in new[] { "connections", "events" })
        {
            var page = await Api.JsonAsync($"/api/v1/{list}?limit=1");
            var cursor = page.GetProperty("nextCursor").GetString()!;
            var dice = new Random(17);
            for (var i = 0; i < 150; i++)
            {
                var changed = cursor.ToCharArray();
                changed[dice.Next(changed.Length)] = (char)dice.Next('-', 'z');
                await AskAsync(Uri.EscapeDataString(new string(changed)), list);
            }
        }
    }

    private async Task AskAsync(string cursor)
    {
        await AskAsync(cursor, "connections");
        await AskAsync(cursor, "events");
    }

    private async Task AskAsync(string cursor, string list)
    {
        using var answer = await Api.GetAsync($"/api/v1/{list}?cursor={cursor}", Token);
        if (answer.StatusCode != HttpStatusCode.OK)
            Assert.Contains("nextCursor", (await answer.JsonAsync(HttpStatusCode.BadRequest)).Detail());
    }
}
