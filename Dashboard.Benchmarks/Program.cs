using Dashboard.Benchmarks;

if (args is ["naive", ..])
{
    await NaiveServer.RunAsync(args[1..]);
    return;
}
await WebhookBenchmark.RunAsync(
    rounds: args.Length > 0 ? int.Parse(args[0]) : 3,
    duration: TimeSpan.FromSeconds(args.Length > 1 ? int.Parse(args[1]) : 8),
    senders: args.Length > 2 ? int.Parse(args[2]) : 1024
);
