using System.Diagnostics;
using Dashboard.Data;
using Dashboard.Data.Audit;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Users;
using Dashboard.Simulator.Generation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Benchmarks.Scale;

/// <summary>
/// Creates an SQLite database of the product with any number of connections and two years of history, as the product
/// itself would have written it: the rows come from its entities, projection and table descriptions.
/// </summary>
internal sealed class ScaleGenerator
{
    // As long as the product keeps them at least.
    private static readonly TimeSpan ReceiptLifetime = TimeSpan.FromDays(7);

    private const int UsersAtOnce = 10_000;

    private readonly ScaleSettings _settings;
    private readonly TextWriter _log;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Dice _dice;
    private readonly ScaleEvents _events;
    private readonly ScaleContacts _contacts;
    private readonly ScaleCalendar _calendar;
    private readonly ScaleWorld _world;
    private readonly ScaleHistory _history;
    private readonly DashboardDbContext _db;
    private readonly ScaleFile _file;

    private ScaleGenerator(
        ScaleSettings settings,
        UserSecrets secrets,
        DashboardDbContext db,
        ScaleFile file,
        TextWriter log
    )
    {
        (_settings, _log, _db, _file) = (settings, log, db, file);
        _dice = new Dice(new Random(settings.Seed));
        _events = new ScaleEvents(_dice);
        _calendar = new ScaleCalendar(settings);
        _contacts = new ScaleContacts(settings, _dice, _events, _calendar);
        _world = new ScaleWorld(settings, _dice, secrets);
        _history = new(settings, _dice, _world.Users, _world.Lives, _events, _calendar, _contacts);
    }

    /// <param name="settings">Checked here.</param>
    /// <param name="path">A file that does not exist.</param>
    /// <param name="log">Receives progress and a summary.</param>
    /// <exception cref="InvalidOperationException">The settings don't fit together, or the file exists.</exception>
    public static async Task CreateAsync(ScaleSettings settings, string path, TextWriter log)
    {
        settings.Validated();
        if (File.Exists(path))
            throw new InvalidOperationException($"{path} exists; name a new file.");
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = "Benchmark" });
        builder.Configuration.AddInMemoryCollection([
            new("ConnectionStrings:Dashboard", $"Data Source={path};Pooling=False"),
        ]);
        builder.Services.AddLogging();
        builder.AddData();
        using var host = builder.Build();
        var contexts = host.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>();
        var secrets = host.Services.GetRequiredService<UserSecrets>();
        await using (var db = await contexts.CreateDbContextAsync())
            await db.Database.MigrateAsync();
        // Creates the key, which is also stored in the file.
        secrets.Protect("");
        var bulk = await contexts.CreateDbContextAsync();
        await using var file = await ScaleFile.OpenAsync(bulk);
        await new ScaleGenerator(settings, secrets, bulk, file, log).RunAsync();
    }

    private async Task RunAsync()
    {
        await _file.WriteAsync(ScaleBrokerages.All.Select(b => b.ToRow(_settings.Now)));
        foreach (var users in _world.Draw().Chunk(UsersAtOnce))
        {
            await _file.WriteAsync(users);
            await _file.WriteAsync(
                users.SelectMany(u =>
                    SearchToken.Of(u.Id, u.Name, u.Email).OrderBy(t => t.Token, StringComparer.Ordinal)
                )
            );
        }
        await _file.WriteAsync([
            new SearchTokenFill { Version = SearchTokens.Version, CompletedAt = _settings.Now },
        ]);
        // Users with a secret were compared with SnapTrade within the last hour.
        await _file.RunAsync(
            $"UPDATE SnapTradeUsers SET CheckedAt = {_settings.Now.UtcTicks} - rowid * 7919 % 3600 * 10000000, CheckTriedAt = {_settings.Now.UtcTicks} - rowid * 7919 % 3600 * 10000000 WHERE ProtectedSecret IS NOT NULL"
        );
        Say($"{_world.Users.Count} users");
        await WriteHistoryAsync();
        await WriteConnectionsAsync();
        await _file.RestoreIndexesAsync();
        Say("indexes");
        await SummariseAsync();
    }

    private async Task WriteHistoryAsync()
    {
        _history.Plan();
        for (var day = 0; day < ScaleSettings.Days; day++)
        {
            var today = _history.Live(day).ToList();
            await _file.WriteAsync(today.Select(e => e.Event));
            await _file.WriteAsync(
                today
                    .Where(e =>
                        e.Incoming.Source == EventSource.Webhook
                        && e.Incoming.ReceivedAt > _settings.Now - ReceiptLifetime
                    )
                    .Select(e => new EventReceipt
                    {
                        Key = e.Incoming.Key!,
                        ReceivedAt = e.Incoming.ReceivedAt,
                    })
            );
            await WriteContactsAsync();
            if (day % 73 == 72)
                Say($"history of {day + 1} days");
        }
    }

    private async Task WriteContactsAsync()
    {
        await FlushAsync(_history.Ended);
        var audit = _contacts.Audit.OrderBy(a => a.At).ToList();
        if (audit.Count > 0)
            await _file.InTransactionAsync(() => AuditChain.AppendAsync(_db, audit, CancellationToken.None));
        _contacts.Audit.Clear();
        await FlushAsync(_contacts.Emails);
        await FlushAsync(_contacts.Items);
        await FlushAsync(_contacts.Links);
    }

    private async Task FlushAsync<T>(List<T> rows)
        where T : class
    {
        await _file.WriteAsync(rows);
        rows.Clear();
    }

    private async Task WriteConnectionsAsync()
    {
        var checks = new ScaleChecks(_settings, _dice, _history);
        foreach (var life in _world.Lives)
            checks.Finish(life);
        await FlushAsync(_history.Ended);
        // In the order of the primary key, whose index can't be made afterwards.
        var connections = _world.Lives.Select(l => l.Connection!).OrderBy(c => c.Id, StringComparer.Ordinal);
        await _file.WriteAsync(connections);
        var disabled = connections.Where(c => c.Health == Health.Disabled);
        await _file.WriteAsync(disabled.Select(c => Episode.Open(c.Id, c.Since)));
        await _file.WriteAsync(checks.Counts());
        Say($"{_world.Lives.Count} connections");
    }

    private async Task SummariseAsync()
    {
        foreach (var (health, count) in _world.Lives.CountBy(l => l.Connection!.Health).OrderBy(c => c.Key))
            Say($"{health}: {count}, {(double)count / _world.Lives.Count:0.0 %}");
        Say(
            $"{await _db.Events.LongCountAsync()} events, {await _db.Episodes.CountAsync()} episodes, {await _db.Emails.CountAsync()} e-mails, {await _db.ReconnectLinks.CountAsync()} links, {await _db.AuditEntries.CountAsync()} audit entries"
        );
    }

    private void Say(string text) => _log.WriteLine($"{_watch.Elapsed.TotalSeconds, 6:0.0} s  {text}");
}
