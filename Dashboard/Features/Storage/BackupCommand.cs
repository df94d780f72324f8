using Dashboard.Data.Storage;
using Dashboard.Domain;
using Dashboard.Text;

namespace Dashboard.Features.Storage;

/// <summary><c>backup FILE</c>: a verified copy of the database, also while the server runs.</summary>
internal static class BackupCommand
{
    private const string Usage = "Write: backup FILE [--force]";

    public static async Task<int> RunAsync(StorageRequest request, CancellationToken cancellationToken)
    {
        var file = request.File(Usage, acceptsForce: true) ?? throw new FormatException(Usage);
        if (file == request.Database)
            throw new FormatException("This file is the database itself. Name another one.");
        var summary = await BackupFiles.WriteAsync(
            request.Database,
            file,
            request.HasForce,
            reserve: 0,
            onStep: null,
            cancellationToken
        );
        Console.Out.WriteLine(
            $"Backup written and verified: {file}, {ByteSize.Of(summary.Bytes)}, {Counts.Of(summary.Connections, "connection")}, events up to number {Counts.Number(summary.LastEvent)}, audit entries up to number {Counts.Number(summary.LastEntry)}."
        );
        Console.Out.WriteLine("It holds the keys of stored secrets too: protect it like the database.");
        return StorageCommands.Done;
    }
}
