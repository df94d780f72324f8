using System.Net;
using System.Text.Json;
using Dashboard.Access;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Features.Outbox;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features;

/// <summary>Lists as files, through HTTP.</summary>
public sealed class ListExportTests : RoomsContext
{
    public static TheoryData<string> Lists => ["/connections", "/users", "/emails", "/history", "/outcomes"];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_is_a_file_in_both_forms_with_a_line_a_row(string list)
    {
        await SignInAsync("manager@demo.example");

        var csv = await Browser.GetAsync($"{list}/export.csv");
        var ndjson = await Browser.GetAsync($"{list}/export.ndjson");

        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith(".csv", csv.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
        Assert.Equal("application/x-ndjson", ndjson.Content.Headers.ContentType!.MediaType);
        var lines = Lines(await csv.Content.ReadAsStringAsync(Token));
        var objects = Lines(await ndjson.Content.ReadAsStringAsync(Token));
        Assert.Equal(lines.Length - 1, objects.Length);
        Assert.All(
            objects,
            line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind)
        );
        await using var db = Host.Database.CreateDbContext();
        Assert.Equal(2, await db.AuditEntries.CountAsync(e => e.Action == AuditActions.ExportList, Token));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Only_who_may_export_gets_it(string list)
    {
        using var nobody = Host.Browser();
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await nobody.GetAsync($"{list}/export.csv", Token)).StatusCode
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await Api.GetAsync($"{list}/export.csv", Token)).StatusCode);
        await SignInAsync("support@demo.example");
        Assert.Equal(HttpStatusCode.Redirect, (await Browser.GetAsync($"{list}/export.csv")).StatusCode);

        await using var db = Host.Database.CreateDbContext();
        Assert.Equal(0, await db.AuditEntries.CountAsync(e => e.Action == AuditActions.ExportList, Token));
    }

    [Fact]
    public async Task It_has_the_rows_of_the_filter_and_no_formulas_and_the_trail_has_no_search()
    {
        await Host.Database.BrokerageAsync("b-1", "QUESTRADE", "Questrade");
        await Host.Database.EventsAsync(
            Some.Event(
                Dashboard.Domain.Events.EventTypes.ConnectionBroken,
                1,
                "c1",
                "zoe",
                brokerageId: "b-1"
            ),
            Some.Event(
                Dashboard.Domain.Events.EventTypes.ConnectionBroken,
                2,
                "c2",
                "zoe",
                brokerageId: "b-1"
            ),
            Some.Added(3, "c3")
        );
        await Host.Database.ContactAsync("zoe", "=cmd|' /C calc'!A0", "zoe@example.com");
        await SignInAsync("admin@demo.example");

        var csv = await TextAsync("/connections/export.csv?brokerage=QUESTRADE&q=zoe");

        var lines = Lines(csv);
        Assert.Equal(["c1", "c2"], lines.Skip(1).Select(l => l.Split(',')[0]));
        Assert.DoesNotContain(",=cmd", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",\"=cmd", csv, StringComparison.Ordinal);
        Assert.Equal(["c1", "c2"], await IdsAsync("/connections/export.ndjson?sort=newest"));
        await using var db = Host.Database.CreateDbContext();
        var entry = await db
            .AuditEntries.Where(e => e.Action == AuditActions.ExportList)
            .OrderBy(e => e.Number)
            .FirstAsync(Token);
        Assert.Contains("health=All&brokerage=QUESTRADE", entry.After!, StringComparison.Ordinal);
        Assert.Contains("search", entry.After!, StringComparison.Ordinal);
        Assert.DoesNotContain("zoe", entry.After!, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Lists_by_time_keep_their_order()
    {
        await Host.Database.EventsAsync(Some.Broken(1, "c1"), Some.Broken(2, "c2"));
        await Host.Database.AddEmailAsync("zoe", Some.Noon.AddMinutes(1));
        await Host.Database.AddEmailAsync("ana", Some.Noon.AddMinutes(2));
        await SignInAsync("admin@demo.example");

        Assert.Equal(["c2", "c1"], await ValuesAsync("connectionId", "/history/export.ndjson"));
        Assert.Equal(["c1", "c2"], await ValuesAsync("connectionId", "/history/export.ndjson?sort=oldest"));
        Assert.Equal(["ana", "zoe"], await ValuesAsync("userId", "/emails/export.ndjson"));
        Assert.Equal(["zoe", "ana"], await ValuesAsync("userId", "/emails/export.ndjson?sort=oldest"));
        Assert.Equal(["ana", "zoe"], await ValuesAsync("userId", "/emails/export.ndjson?sort=user"));
    }

    [Fact]
    public async Task A_list_of_several_pages_is_complete()
    {
        await Host.Database.EventsAsync([
            .. Enumerable.Range(0, 1203).Select(i => Some.Broken(i % 7, $"c{i:0000}")),
        ]);
        await SignInAsync("admin@demo.example");

        var ids = await IdsAsync("/connections/export.ndjson");

        Assert.Equal(1203, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(1203, ids.Count);
    }

    [Fact]
    public async Task Days_of_the_history_are_those_of_the_operators_zone()
    {
        await Host.Database.EventsAsync(
            Some.Broken(0, "c1") with
            {
                OccurredAt = new(2026, 11, 19, 22, 30, 0, TimeSpan.Zero),
            }
        );
        await SignInAsync("admin@demo.example");

        Assert.Single(Lines(await TextAsync("/history/export.csv?from=2026-11-20")));
        Assert.Equal(2, Lines(await TextAsync("/history/export.csv?from=2026-11-20&zone=Asia/Tokyo")).Length);
        Assert.Single(Lines(await TextAsync("/history/export.csv?from=2026-11-20&zone=No/where")));
    }

    private Task SignInAsync(string email) => Browser.SignInAsync(email, DemoOperators.Password);

    private async Task<string> TextAsync(string address)
    {
        var answer = await Browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Token);
    }

    private Task<List<string>> IdsAsync(string address) => ValuesAsync("id", address);

    private async Task<List<string>> ValuesAsync(string property, string address) =>
        [
            .. Lines(await TextAsync(address))
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty(property).GetString()!),
        ];

    private static string[] Lines(string text) =>
        text.Trim('\uFEFF')
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
