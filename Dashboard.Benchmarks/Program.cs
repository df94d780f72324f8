using Dashboard.Benchmarks;
using Dashboard.Benchmarks.Live;
using Dashboard.Benchmarks.Outage;
using Dashboard.Benchmarks.Scale;

if (args is ["naive", ..])
{
    await NaiveServer.RunAsync(args[1..]);
    return;
}
if (args is ["prototype", ..])
{
    await PrototypeServer.RunAsync(args[1..]);
    return;
}
if (args is ["floor", ..])
{
    await FloorServer.RunAsync(args[1..]);
    return;
}
if (args is ["live", "check"])
{
    var exceeded = await LiveBenchmark.CheckAsync();
    Console.WriteLine(exceeded is [] ? "Within the limits." : string.Join(Environment.NewLine, exceeded));
    Environment.ExitCode = exceeded.Count;
    return;
}
if (args is ["live", ..])
{
    await LiveBenchmark.RunAsync(args.Length > 1 ? [.. args[1..].Select(int.Parse)] : [50, 200, 1000]);
    return;
}
if (args is ["sink", var port])
{
    await MailSink.RunAsync(int.Parse(port));
    return;
}
if (args is ["import", var count, var variant])
{
    await ImportBenchmark.RunOneAsync(int.Parse(count), variant);
    return;
}
if (args is ["import", ..])
{
    await ImportBenchmark.RunAsync(args.Length > 1 ? int.Parse(args[1]) : 50_000);
    return;
}
if (args is ["scale", var connections, var events, var file])
{
    await ScaleGenerator.CreateAsync(
        new ScaleSettings(int.Parse(connections), long.Parse(events), TimeProvider.System.GetUtcNow()),
        file,
        Console.Out
    );
    return;
}
if (args is ["flood", var otherBuild, ..])
{
    await FloodBenchmark.RunAsync(otherBuild, rounds: args.Length > 2 ? int.Parse(args[2]) : 3);
    return;
}
if (args is ["sqlserver", var sqlServer, ..])
{
    await SqlServerBenchmark.RunAsync(sqlServer, args[2..]);
    return;
}
if (args is ["search", var searched])
{
    await SearchBenchmark.RunAsync(searched);
    return;
}
if (args is ["emails", ..])
{
    await EmailBenchmark.RunAsync(
        count: args.Length > 1 ? int.Parse(args[1]) : 10_000,
        perMinute: args.Length > 2 ? int.Parse(args[2]) : 6000
    );
    return;
}
if (args is ["budget", ..])
{
    await BudgetBenchmark.RunAsync(
        limit: args.Length > 1 ? int.Parse(args[1]) : 6000,
        users: args.Length > 2 ? int.Parse(args[2]) : 5000
    );
    return;
}
if (args is ["outage", var stored, ..])
{
    var isFine = await OutageBenchmark.RunAsync(
        stored,
        screens: args.Length > 2 ? int.Parse(args[2]) : 200,
        connections: args.Length > 3 ? int.Parse(args[3]) : 200_000,
        duration: TimeSpan.FromMinutes(args.Length > 4 ? double.Parse(args[4]) : 10)
    );
    Environment.ExitCode = isFine ? 0 : 1;
    return;
}
if (args is ["reads", var small, var large, ..])
{
    var readRounds = args.Length > 3 ? int.Parse(args[3]) : 30;
    await ReadsBenchmark.RunAsync(small, large, readRounds, part: args.ElementAtOrDefault(4));
    return;
}
await WebhookBenchmark.RunAsync(
    rounds: args.Length > 0 ? int.Parse(args[0]) : 3,
    duration: TimeSpan.FromSeconds(args.Length > 1 ? int.Parse(args[1]) : 8),
    senders: args.Length > 2 ? int.Parse(args[2]) : 1024
);
