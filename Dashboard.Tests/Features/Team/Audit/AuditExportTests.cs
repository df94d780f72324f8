using System.Net;
using Dashboard.Access;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Features.Team.Audit;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Team.Audit;

public sealed class AuditExportTests : RoomsContext
{
    private const string Header =
        "Number,At,ActorId,Actor,ActorRole,Action,Subject,Result,Address,Before,After,PreviousHash,Hash";

    [Theory]
    [InlineData("admin@demo.example", HttpStatusCode.OK)]
    [InlineData("manager@demo.example", HttpStatusCode.OK)]
    [InlineData("support@demo.example", HttpStatusCode.Redirect)]
    public async Task Only_callers_with_the_permission_get_it(string email, HttpStatusCode expected)
    {
        using var browser = new SignInBrowser(Host);
        await browser.SignInAsync(email, DemoOperators.Password);

        var answer = await browser.GetAsync(AuditExport.Path);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK, await ExportsAsync() == 1);
    }

    [Fact]
    public async Task Anonymous_callers_and_keys_with_the_scope_Links_are_refused()
    {
        await Host.AddKeyAsync("links-key-of-the-tests-000001", ApiScope.Links);
        using var nobody = Host.Browser();
        using var key = Host.Api("links-key-of-the-tests-000001");

        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(nobody));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(key));
        Assert.Equal(0, await ExportsAsync());
    }

    [Fact]
    public async Task Every_entry_is_a_line_newest_first_and_the_export_is_an_entry_itself()
    {
        await Host.Database.AuditAsync(
            AuditTrail.Entry(subject: "connection:1"),
            AuditTrail.Entry(subject: "connection:2", after: "{\"name\":\"Zoë, \\\"Z\\\"\"}")
        );

        var lines = await LinesAsync("");

        Assert.Equal([Header, "2", "1"], [lines[0], .. lines.Skip(1).Select(l => l.Split(',')[0])]);
        Assert.StartsWith(
            "2,2026-11-20T12:00:00.0000000Z,id-1,Mia Santos,Support,check connection,connection:2,done,127.0.0.1,,\"{\"\"name\"\":\"\"Zoë, ",
            lines[1],
            StringComparison.Ordinal
        );
        await using var db = Host.Database.CreateDbContext();
        var export = await db.AuditEntries.SingleAsync(e => e.Number == 3, Token);
        Assert.Equal(
            ("bootstrap", "export audit trail", "audit", "done"),
            (export.Actor, export.Action, export.Subject, export.Result)
        );
        Assert.Null(export.After);
    }

    [Fact]
    public async Task It_contains_the_filtered_entries_and_records_the_filters()
    {
        await Host.Database.AuditAsync(
            AuditTrail.Entry(AuditActions.SignIn, null, "refused", null, "somebody unknown"),
            AuditTrail.Entry(AuditActions.SignIn, "operator:id-1", at: Some.Noon.AddHours(1)),
            AuditTrail.Entry(subject: "connection:c1", at: Some.Noon.AddHours(2))
        );

        Assert.Equal("2 1", await NumbersAsync("?action=sign%20in"));
        Assert.Equal("1", await NumbersAsync("?who=-"));
        Assert.Equal("3", await NumbersAsync("?subject=connection%3Ac1"));
        Assert.Equal("1", await NumbersAsync("?result=Refused"));
        Assert.Equal("2", await NumbersAsync("?from=2026-11-20T12:30:00Z&to=2026-11-20T14:00:00Z"));
        await using var db = Host.Database.CreateDbContext();
        var export = await db.AuditEntries.SingleAsync(e => e.Number == 4, Token);
        Assert.Equal("{\"action\":\"sign in\"}", export.After);
    }

    [Fact]
    public async Task A_filter_that_makes_no_sense_is_refused_and_named()
    {
        using var api = Host.Api();

        var problem = await api.JsonAsync(
            $"{AuditExport.Path}?from=soon&result=maybe",
            HttpStatusCode.BadRequest
        );

        Assert.Equal(["result", "from"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.Equal(0, await ExportsAsync());
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil.example\")")]
    [InlineData("+1+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    public async Task No_name_is_a_formula_to_a_spreadsheet(string name)
    {
        await Host.Database.AuditAsync(AuditTrail.Entry(actor: name));

        var line = (await LinesAsync(""))[1];

        Assert.Contains($"'{name.Replace("\"", "\"\"")}", line, StringComparison.Ordinal);
        Assert.DoesNotContain($",{name}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_trail_is_read_to_its_first_entry()
    {
        await Host.Database.AuditAsync([.. Enumerable.Range(0, 1234).Select(_ => AuditTrail.Entry())]);

        var numbers = (await LinesAsync("")).Skip(1).Select(l => long.Parse(l.Split(',')[0]));

        Assert.Equal(Enumerable.Range(1, 1234).Reverse().Select(n => (long)n), numbers);
        // Without its own entry, which is the last then.
        var oldestFirst = (await LinesAsync("?sort=oldest")).Skip(1).Select(l => long.Parse(l.Split(',')[0]));
        Assert.Equal(Enumerable.Range(1, 1235).Select(n => (long)n), oldestFirst);
    }

    private async Task<string> NumbersAsync(string query) =>
        string.Join(' ', (await LinesAsync(query)).Skip(1).Select(l => l.Split(',')[0]));

    private async Task<string[]> LinesAsync(string query)
    {
        using var api = Host.Api();
        var answer = await api.GetAsync(AuditExport.Path + query, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("audit-2026-11-21-1200.csv", answer.Content.Headers.ContentDisposition?.FileName);
        var text = await answer.Content.ReadAsStringAsync(Token);
        return text.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client) =>
        (await client.GetAsync(AuditExport.Path, Token)).StatusCode;

    private async Task<int> ExportsAsync()
    {
        await using var db = Host.Database.CreateDbContext();
        return await db.AuditEntries.CountAsync(e => e.Action == AuditActions.ExportAudit, Token);
    }
}
