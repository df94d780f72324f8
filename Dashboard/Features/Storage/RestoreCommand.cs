using Dashboard.Data.Storage;
using Dashboard.Text;

namespace Dashboard.Features.Storage;

/// <summary><c>restore FILE</c>: puts a backup in the place of the database, which no server may be using.</summary>
internal static class RestoreCommand
{
    private const string Usage = "Write: restore FILE [--force]";

    public static async Task<int> RunAsync(StorageRequest request, CancellationToken cancellationToken)
    {
        var file = request.File(Usage, acceptsForce: true) ?? throw new FormatException(Usage);
        var result = await Restoring.RunAsync(
            file,
            request.Database,
            request.HasForce,
            TimeProvider.System.GetUtcNow(),
            cancellationToken
        );
        Console.Out.WriteLine($"Restored and verified: {request.Database} is now a copy of {file}.");
        if (result.Replaced is { } replaced)
            Console.Out.WriteLine($"The database that was there is kept: {replaced}");
        if (result.UnsureEmails > 0)
            Console.Out.WriteLine(
                $"{Counts.Of(result.UnsureEmails, "e-mail")} waited in the backup and may have been sent since: none is sent again by itself. See Delivery unknown under E-mails."
            );
        if (result.WasPolicyOn)
            Console.Out.WriteLine(
                "The e-mail policy is off now: it doesn't know whom it wrote to after the backup. Look at its simulation, then switch it on again."
            );
        if (result.Verdict.Pending > 0)
            Console.Out.WriteLine("An earlier version wrote it: the next start migrates it.");
        VerifyCommand.TellContents(result.Verdict);
        Console.Out.WriteLine(
            "What happened after the backup is missing. After the start, run a full check under Data checks: it finds what SnapTrade knows."
        );
        return StorageCommands.Done;
    }
}
