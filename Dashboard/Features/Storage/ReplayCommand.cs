using System.Data.Common;
using Dashboard.Data;
using Dashboard.Data.Storage;
using Dashboard.Domain.Audit;
using Dashboard.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Storage;

/// <summary>
/// <c>replay</c>: computes every connection again from its stored events and lists what differs from what is stored; starts no
/// server and sends nothing. <c>--apply</c> also corrects it.
/// </summary>
public static class ReplayCommand
{
    public const int Equal = 0;
    public const int Different = 1;
    public const int Unreadable = 2;
    private const string Name = "replay";
    private const string Apply = "--apply";

    public static bool IsAskedFor(string[] args) => args is [Name, ..];

    /// <returns>The process's exit code: 0 nothing differs or all is corrected, 1 something differs or was not compared, 2 it could not be read.</returns>
    public static async Task<int> ReplayAsync(this IHostApplicationBuilder builder, string[] args)
    {
        builder.AddData();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Logging.ClearProviders();
        await using var services = builder.Services.BuildServiceProvider();
        try
        {
            if (args.Skip(1).Except([Apply], StringComparer.Ordinal).Any())
                return CouldNotRead($"This command accepts {Apply} and no other argument.");
            return await RunAsync(services, args.Contains(Apply, StringComparer.Ordinal));
        }
        catch (OptionsValidationException wrong)
        {
            return CouldNotRead(string.Join(' ', wrong.Failures));
        }
        catch (Exception exception)
            when (exception is DbException or DbUpdateException or StartRefusedException)
        {
            return CouldNotRead(exception.Message);
        }
    }

    private static async Task<int> RunAsync(IServiceProvider services, bool apply)
    {
        // Opened so, a dry run can't change anything.
        var contexts = apply
            ? services.GetRequiredService<IDbContextFactory<DashboardDbContext>>()
            : new ReadOnlyContexts(services.GetRequiredService<IOptions<DatabaseOptions>>().Value);
        if (apply)
            await NoteAsync(contexts, "started");
        var result = await new Replay(contexts).RunAsync(apply, Tell, progress: null, default);
        if (apply)
            await NoteAsync(contexts, $"done: {Counts.Of(result.Connections, "connection")} corrected");
        Console.Out.WriteLine(Words(result, apply));
        return result.Skipped == 0 && (apply || result.Differences == 0) ? Equal : Different;
    }

    private static void Tell(ReplayDifference difference) =>
        Console.Out.WriteLine(
            $"{difference.ConnectionId}: {difference.Field}: stored {difference.Stored}, replayed {difference.Replayed}"
        );

    internal static string Words(ReplayResult result, bool isApplied)
    {
        var all = Counts.Of(result.Checked, "connection");
        var skipped =
            result.Skipped == 0
                ? ""
                : $" {Counts.Of(result.Skipped, "connection")} changed meanwhile and was not compared: run it again.";
        if (result.Differences == 0)
            return $"{all} replayed: nothing differs.{skipped}";
        var some =
            $"{Counts.Of(result.Differences, "difference")} on {Counts.Of(result.Connections, "connection")}";
        return isApplied
            ? $"{all} replayed: {some} corrected.{skipped}"
            : $"{all} replayed: {some}. Nothing was changed; correct them with {Apply}.{skipped}";
    }

    private static async Task NoteAsync(IDbContextFactory<DashboardDbContext> contexts, string outcome)
    {
        await using var db = await contexts.CreateDbContextAsync();
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = TimeProvider.System.GetUtcNow(),
                Actor = "command replay",
                ActorRole = "Server",
                Action = AuditActions.ReplayEvents,
                Subject = "storage:events",
                Result = outcome,
            }
        );
        await db.SaveChangesAsync();
    }

    private static int CouldNotRead(string reason)
    {
        Console.Error.WriteLine($"The events could not be replayed. {reason.ReplaceLineEndings(" ")}");
        return Unreadable;
    }
}
