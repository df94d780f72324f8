using System.Diagnostics;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.E2E.Support;
using Dashboard.Features.Connections;
using Dashboard.Features.History;
using Dashboard.Features.Outbox;
using Dashboard.Features.Users.List;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Benchmarks;

/// <summary>Measures how long the searches of the lists take in an existing database, with the queries of the screens.</summary>
internal static class SearchBenchmark
{
    private const int Times = 20;
    private const int PageSize = 51;

    /// <summary>In vain, by a name, by two, by a letter that most have, and by the beginning of an id, which is typed letter by letter.</summary>
    private static readonly string[] Searches =
    [
        "zzqx",
        "olivia",
        "olivia smith",
        "olivia zzqx",
        "c",
        "customer-0000",
        "example.com",
        "0000123",
        "questrade olivia",
    ];

    /// <param name="path">A file of the current version, such as a generated one.</param>
    public static async Task RunAsync(string path)
    {
        var contexts = new EmailSeed(path);
        foreach (var search in Searches)
        {
            await MeasureAsync("users", search, contexts, UsersAsync);
            await MeasureAsync("connections", search, contexts, ConnectionsAsync);
            await MeasureAsync("history", search, contexts, HistoryAsync);
            await MeasureAsync("outbox", search, contexts, OutboxAsync);
        }
    }

    private static async Task MeasureAsync(
        string list,
        string search,
        EmailSeed contexts,
        Func<DashboardDbContext, string, Task<int>> read
    )
    {
        List<double> took = [];
        var rows = 0;
        // The first compiles the query.
        for (var i = 0; i <= Times; i++)
        {
            await using var db = contexts.CreateDbContext();
            var watch = Stopwatch.StartNew();
            rows = await read(db, search);
            if (i > 0)
                took.Add(watch.Elapsed.TotalMilliseconds);
        }
        took.Sort();
        Console.WriteLine(
            $"{list, -12} {search, -18} {rows, 3} rows  median {took[Times / 2], 7:0.0} ms  p95 {took[Times * 95 / 100 - 1], 7:0.0} ms"
        );
    }

    private static async Task<int> UsersAsync(DashboardDbContext db, string search)
    {
        var found = await FoundUsers.FindAsync(db, search, CancellationToken.None);
        var view = new UsersView(UserKind.All, search);
        return (await UserSearch.Compose(db, view, after: null, found).Take(PageSize).ToListAsync()).Count;
    }

    private static async Task<int> ConnectionsAsync(DashboardDbContext db, string search)
    {
        var filter = new ConnectionFilter { Search = search };
        var brokerages = (await BrokerageRows.ByIdAsync(db, CancellationToken.None)).Values.ToList();
        var found = await FoundConnections.FindAsync(db, filter, brokerages, CancellationToken.None);
        var page = ConnectionSearch.Compose(db, filter, after: null, brokerages, found).Take(PageSize);
        return (await page.ToListAsync()).Count;
    }

    private static async Task<int> HistoryAsync(DashboardDbContext db, string search)
    {
        var found = await FoundUsers.FindAsync(db, search, CancellationToken.None);
        var filter = new HistoryFilter { Search = search };
        var page = HistorySearch.Compose(db, filter, after: null, found).Take(PageSize);
        return (await page.ToListAsync()).Count;
    }

    private static async Task<int> OutboxAsync(DashboardDbContext db, string search)
    {
        var found = await FoundUsers.FindAsync(db, search, CancellationToken.None);
        var view = OutboxView.Default with { Search = search };
        var page = OutboxSearch.Rows(db, OutboxSearch.Compose(db, view, after: null, found)).Take(PageSize);
        return (await page.ToListAsync()).Count;
    }
}
