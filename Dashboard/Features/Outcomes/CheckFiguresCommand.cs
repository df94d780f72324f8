using System.Data.Common;
using Dashboard.Data;
using Dashboard.Data.Outcomes;
using Dashboard.Data.Storage;
using Dashboard.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Outcomes;

/// <summary>
/// <c>check-figures</c>: counts connections and events again, computes the kept figures again for the moment that they are for, and compares
/// both with what is kept; starts no server. <c>--rebuild</c> also corrects the counts and replaces the figures by those of now.
/// </summary>
public static class CheckFiguresCommand
{
    public const int Equal = 0;
    public const int Different = 1;
    public const int Unreadable = 2;
    private const string Name = "check-figures";
    private const string Rebuild = "--rebuild";

    public static bool IsAskedFor(string[] args) => args is [Name, ..];

    /// <returns>The process's exit code: 0 the figures are equal, 1 some are not, 2 they could not be read.</returns>
    public static async Task<int> CheckFiguresAsync(this IHostApplicationBuilder builder, string[] args)
    {
        builder.AddData();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Logging.ClearProviders();
        await using var services = builder.Services.BuildServiceProvider();
        try
        {
            if (args.Skip(1).Except([Rebuild], StringComparer.Ordinal).Any())
                return CouldNotRead($"This command accepts {Rebuild} and no other argument.");
            var rebuild = args.Contains(Rebuild, StringComparer.Ordinal);
            var differences =
                await CheckCountsAsync(services)
                + await CheckEventsAsync(services, rebuild)
                + await CheckAsync(services);
            if (rebuild)
                await RebuildAsync(services);
            return differences == 0 ? Equal : Different;
        }
        catch (OptionsValidationException wrong)
        {
            return CouldNotRead(string.Join(' ', wrong.Failures));
        }
        catch (Exception exception) when (exception is DbException or StartRefusedException)
        {
            return CouldNotRead(exception.Message);
        }
    }

    private static async Task<int> CheckCountsAsync(IServiceProvider services)
    {
        var contexts = services.GetRequiredService<IDbContextFactory<DashboardDbContext>>();
        await using var db = await contexts.CreateDbContextAsync();
        var wrong = await KeptCounts.DifferencesAsync(db, default);
        foreach (var difference in wrong)
            Console.Out.WriteLine($"Different: {CountText.Of(difference)}");
        Console.Out.WriteLine(
            wrong.Count == 0
                ? "The kept counts of connections are right."
                : $"{Counts.Of(wrong.Count, "kept count")} of connections differ from counting them."
        );
        return wrong.Count;
    }

    private static async Task<int> CheckEventsAsync(IServiceProvider services, bool rebuild)
    {
        var contexts = services.GetRequiredService<IDbContextFactory<DashboardDbContext>>();
        var wrong = await EventTotalsCheck.RunAsync(contexts, rebuild, default);
        foreach (var (type, kept, counted) in wrong)
            Console.Out.WriteLine(
                $"Different: events {type}: kept {Counts.Number(kept)}, counted {Counts.Number(counted)}{(rebuild ? ", corrected" : "")}"
            );
        if (wrong.Count == 0)
            Console.Out.WriteLine("The kept counts of events are right.");
        return wrong.Count;
    }

    private static async Task<int> CheckAsync(IServiceProvider services)
    {
        var differences = await services.GetRequiredService<OutcomeKeeper>().CheckAsync(default);
        if (differences is null)
        {
            Console.Out.WriteLine("No figures are kept: so few breaks are computed when they are asked for.");
            return 0;
        }
        foreach (var id in differences.Different)
            Console.Out.WriteLine($"Different: {id}");
        Console.Out.WriteLine(
            $"{Counts.Number(differences.Different.Count)} of {Counts.Of(differences.Checked, "kept figure")} differ from what is computed for {differences.AsOf:u}. Events that arrived since for a time before it make figures differ."
        );
        return differences.Different.Count;
    }

    private static async Task RebuildAsync(IServiceProvider services)
    {
        var contexts = services.GetRequiredService<IDbContextFactory<DashboardDbContext>>();
        var corrected = await KeptCounts.RebuildAsync(contexts, default);
        Console.Out.WriteLine($"Corrected: {Counts.Of(corrected.Count, "kept count")} of connections.");
        var keeper = services.GetRequiredService<OutcomeKeeper>();
        var written = await keeper.RebuildAsync(default);
        Console.Out.WriteLine($"Computed again: {Counts.Of(written, "kept figure")}.");
    }

    private static int CouldNotRead(string reason)
    {
        Console.Error.WriteLine($"The figures could not be read. {reason.ReplaceLineEndings(" ")}");
        return Unreadable;
    }
}
