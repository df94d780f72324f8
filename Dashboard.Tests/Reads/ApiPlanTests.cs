using System.Data.Common;
using System.Text.RegularExpressions;
using Dashboard.Benchmarks;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Tests.Access.Walk;
using Dashboard.Tests.Features.Outbox;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Reads;

/// <summary>
/// No read of the API scans a table that grows with the customers. Times would depend on the machine; how
/// SQLite would answer a query does not.
/// </summary>
public sealed partial class ApiPlanTests(WalkHost host) : IClassFixture<WalkHost>
{
    private const string Tokens = "SearchTokens";

    private static readonly HashSet<string> Growing = new(StringComparer.Ordinal)
    {
        "Connections",
        "Events",
        "Episodes",
        "SnapTradeUsers",
        "EventReceipts",
        "ReconnectLinks",
        "Emails",
        "EmailItems",
        "AuditEntries",
        "Differences",
        "Triages",
        Tokens,
    };

    [Fact]
    public async Task No_read_scans_a_table_that_grows()
    {
        await SeedAsync();
        using var queries = new SentQueries(host.Server.Database.FilePath);
        await using var db = host.Server.Database.CreateDbContext();
        List<string> found = [];
        var targets = ReadTargets.Of(await ReadSamples.ReadAsync(db));
        // Pages are rendered in circuits, which a request does not open.
        foreach (var target in targets.Where(t => t.Path.StartsWith("/api/", StringComparison.Ordinal)))
        {
            queries.Take();
            using var answer = await host.SendAsync(Who.AdminKey, HttpMethod.Get, target.Path);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsStringAsync(Token);
            foreach (var (text, parameters) in queries.Take())
            {
                var plan = await PlanOfAsync(db, text, parameters);
                if (Scans(text, plan).Any())
                    found.Add($"{target.Name}\n{text}\n  {string.Join("\n  ", plan)}");
            }
        }
        Assert.Empty(found.Distinct(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Scans(string text, IReadOnlyList<string> plan)
    {
        var tables = Alias()
            .Matches(text)
            .GroupBy(m => m.Groups["alias"].Value, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First().Groups["table"].Value, StringComparer.Ordinal);
        foreach (var step in plan)
        {
            if (Scan().Match(step) is not { Success: true } scan)
                continue;
            if (!tables.TryGetValue(scan.Groups["alias"].Value, out var table) || !Growing.Contains(table))
                continue;
            // A search for what few have would read all tokens, whatever the limit.
            var isCutShort =
                table != Tokens
                && step.Contains("INDEX", StringComparison.Ordinal)
                && text.Contains("LIMIT", StringComparison.Ordinal)
                && !plan.Any(s => s.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal));
            if (!isCutShort)
                yield return step;
        }
    }

    private static async Task<IReadOnlyList<string>> PlanOfAsync(
        DbContext db,
        string text,
        IEnumerable<DbParameter> parameters
    )
    {
        await db.Database.OpenConnectionAsync(Token);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = text;
        foreach (var parameter in parameters)
            command.Parameters.Add(new SqliteParameter(parameter.ParameterName, parameter.Value));
        return await QueryPlan.OfAsync(command);
    }

    private async Task SeedAsync()
    {
        var database = host.Server.Database;
        await database.BrokerageAsync("questrade-id", "QUESTRADE", "Questrade");
        for (var i = 0; i < 4; i++)
            await database.EventsAsync(Some.Added(-10 + i, $"user-{i}-c", $"user-{i}"));
        await database.BrokenAsync("user-0");
        await database.BrokenAsync("user-1");
        await database.SentAsync("user-0", Some.Noon.AddMinutes(1));
        await database.AddEmailAsync("user-1", Some.Noon.AddMinutes(2), trigger: EmailTrigger.Policy);
    }

    [GeneratedRegex("\"(?<table>\\w+)\" AS \"(?<alias>\\w+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alias();

    [GeneratedRegex("^SCAN (?<alias>\\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scan();
}
