using System.Data.Common;
using Dashboard.Data;
using Dashboard.Data.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Storage;

/// <summary>
/// <c>backup</c>, <c>restore</c> and <c>verify</c>: what people who run the server do with the file of the database. They start
/// no server.
/// </summary>
public static class StorageCommands
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int NotUnderstood = 2;
    internal const string Force = "--force";

    private static readonly Dictionary<string, StorageCommand> Known = new(StringComparer.Ordinal)
    {
        ["backup"] = BackupCommand.RunAsync,
        ["restore"] = RestoreCommand.RunAsync,
        ["verify"] = VerifyCommand.RunAsync,
    };

    private delegate Task<int> StorageCommand(StorageRequest request, CancellationToken cancellationToken);

    public static bool IsAskedFor(string[] args) => args is [var name, ..] && Known.ContainsKey(name);

    /// <returns>The process's exit code: 0 done and good, 1 not done or not good, 2 not understood or not possible here.</returns>
    public static async Task<int> RunStorageAsync(this IHostApplicationBuilder builder, string[] args)
    {
        builder.AddData();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Logging.ClearProviders();
        await using var services = builder.Services.BuildServiceProvider();
        try
        {
            var settings = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            if (SqliteFile.Of(settings) is not { } database)
                return Refuse(ServerWords(args[0]));
            return await Known[args[0]](new(database, args[1..]), CancellationToken.None);
        }
        catch (OptionsValidationException wrong)
        {
            return Refuse(string.Join(' ', wrong.Failures));
        }
        catch (FormatException misunderstood)
        {
            return Refuse(misunderstood.Message);
        }
        catch (Exception exception)
            when (exception
                    is StorageException
                        or DbException
                        or IOException
                        or UnauthorizedAccessException
                        or StartRefusedException
            )
        {
            Console.Error.WriteLine(exception.Message.ReplaceLineEndings(" "));
            return Failed;
        }
    }

    private static string ServerWords(string name) =>
        name switch
        {
            "backup" =>
                "The database is on SQL Server, which makes its own backups: BACKUP DATABASE [Dashboard] TO DISK = N'…' WITH CHECKSUM, COMPRESSION. See docs/storage.md.",
            "restore" =>
                "The database is on SQL Server, which restores its own backups: stop all nodes, then RESTORE DATABASE [Dashboard] FROM DISK = N'…' WITH REPLACE. See docs/storage.md.",
            _ =>
                "The database is on SQL Server, which verifies itself: DBCC CHECKDB([Dashboard]). For what is kept in it run check-figures and verify-audit.",
        };

    private static int Refuse(string reason)
    {
        Console.Error.WriteLine(reason.ReplaceLineEndings(" "));
        return NotUnderstood;
    }
}

/// <summary>What a command was asked for.</summary>
/// <param name="Database">The full path of the configured database.</param>
/// <param name="Arguments">What follows the command's name.</param>
internal sealed record StorageRequest(string Database, IReadOnlyList<string> Arguments)
{
    public bool HasForce => Arguments.Contains(StorageCommands.Force, StringComparer.Ordinal);

    /// <summary>The one file among the arguments; null without one.</summary>
    /// <param name="usage">Said when the arguments are others.</param>
    /// <param name="acceptsForce">Whether <c>--force</c> may be among them.</param>
    /// <exception cref="FormatException">There is something else.</exception>
    public string? File(string usage, bool acceptsForce)
    {
        var rest = acceptsForce
            ? Arguments
                .Where(a => !string.Equals(a, StorageCommands.Force, StringComparison.Ordinal))
                .ToList()
            : Arguments;
        return rest switch
        {
            [] => null,
            [var file] when !file.StartsWith('-') => Path.GetFullPath(file),
            _ => throw new FormatException(usage),
        };
    }
}
