using System.Diagnostics;
using Dashboard.Domain.Emails;
using Dashboard.E2E.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Benchmarks;

/// <summary>
/// Measures the speed and memory of sending queued e-mails: the product at a configured rate and without a
/// limit, and a sender that uses a connection per message and a SaveChanges per step.
/// </summary>
internal static class EmailBenchmark
{
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(1);
    private const int Lines = 10;

    public static async Task RunAsync(int count, int perMinute)
    {
        await MeasureAsync("no limit ", count, perMinute: 0);
        await MeasureNaiveAsync(Math.Min(count, 2000));
        await MeasureAsync($"{perMinute} a minute", count, perMinute);
    }

    private static async Task MeasureAsync(string name, int count, int perMinute)
    {
        using var folder = new Folder();
        var seed = await SeedAsync(folder, count);
        await using var sink = await SinkProcess.StartAsync();
        await using var server = await ServerProcess.StartDashboardAsync([
            ("ConnectionStrings__Dashboard", $"Data Source={folder.Database}"),
            ("Email__Mode", "Smtp"),
            ("Email__From", "Acme <staff@acme.example>"),
            ("Email__Smtp__Host", "127.0.0.1"),
            ("Email__Smtp__Port", $"{sink.Port}"),
            ("Email__Smtp__Security", "None"),
            ("Email__PerMinute", $"{perMinute}"),
            ("Email__PerDomainPerMinute", "0"),
        ]);
        var samples = await WatchAsync(seed, server, count);
        var (first, last) = (samples[0], samples[^1]);
        var minutes = (last.At - first.At).TotalMinutes;
        var rate = (last.Sent - first.Sent) / minutes;
        var share = perMinute == 0 ? "" : $", {rate / perMinute:0.0 %} of what was allowed";
        Console.WriteLine(
            $"{name}  {count} e-mails  {rate, 7:0} a minute{share}, {60_000 / rate:0.00} ms each, peak {server.PeakMemory >> 20} MB"
        );
        foreach (var sample in samples.Where((_, i) => i % Math.Max(1, samples.Count / Lines) == 0))
            Console.WriteLine(
                $"    {sample.At.TotalSeconds, 5:0} s  {sample.Sent, 6} sent  {sample.Memory >> 20, 4} MB"
            );
        Console.WriteLine($"    the mail server took {await sink.EndAsync()}");
    }

    private static async Task<List<(TimeSpan At, int Sent, long Memory)>> WatchAsync(
        EmailSeed seed,
        ServerProcess server,
        int count
    )
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Sample);
        List<(TimeSpan At, int Sent, long Memory)> samples = [];
        do
        {
            var sent = (await seed.CountAsync()).GetValueOrDefault(EmailState.Sent);
            samples.Add((watch.Elapsed, sent, server.Memory));
        } while (samples[^1].Sent < count && await timer.WaitForNextTickAsync());
        return samples;
    }

    private static async Task MeasureNaiveAsync(int count)
    {
        using var folder = new Folder();
        var seed = await SeedAsync(folder, count);
        await using var sink = await SinkProcess.StartAsync();
        var watch = Stopwatch.StartNew();
        await new NaiveEmailSender(seed, sink.Port).SendAllAsync();
        Console.WriteLine(
            $"naive     {count} e-mails  {count / watch.Elapsed.TotalMinutes, 7:0} a minute, {watch.Elapsed.TotalMilliseconds / count:0.00} ms each"
        );
        Console.WriteLine($"    the mail server took {await sink.EndAsync()}");
    }

    private static async Task<EmailSeed> SeedAsync(Folder folder, int count)
    {
        var seed = new EmailSeed(folder.Database);
        await using (var db = seed.CreateDbContext())
            await db.Database.MigrateAsync();
        await seed.QueueAsync(count);
        return seed;
    }

    private sealed class Folder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("dashboard-bench-").FullName;

        public string Database => Path.Combine(_path, "bench.db");

        public void Dispose()
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(_path, recursive: true);
        }
    }
}
