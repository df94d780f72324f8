using System.Data.Common;
using System.Globalization;
using Dashboard.Data;
using Dashboard.Data.Audit;
using Dashboard.Domain.Audit;
using Dashboard.Text;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Team.Audit;

/// <summary>
/// <c>verify-audit</c>: checks the audit trail of the configured database, starts no server and writes nothing.
/// <c>--noted=NUMBER:HASH</c> also asks whether the chain still holds an entry that was noted earlier.
/// </summary>
public static class VerifyAuditCommand
{
    public const int Intact = 0;
    public const int Broken = 1;
    public const int Unreadable = 2;
    private const string Name = "verify-audit";
    private const string NoteOption = "--noted=";
    private const int HashLength = 64;

    public static bool IsAskedFor(string[] args) => args is [Name, ..];

    /// <returns>The process's exit code: 0 the trail is intact, 1 it is not, 2 it could not be read.</returns>
    public static async Task<int> VerifyAuditAsync(this IHostApplicationBuilder builder, string[] args)
    {
        builder.AddData();
        await using var services = builder.Services.BuildServiceProvider();
        try
        {
            var settings = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            var note = NoteIn(args);
            var contexts = new ReadOnlyContexts(settings);
            // Refuses a connection string that can't be read, without showing its password.
            await using (var db = contexts.CreateDbContext())
                _ = DatabasePlace.Of(db);
            return Report(await new AuditVerifier(contexts).VerifyAsync(note));
        }
        catch (OptionsValidationException wrong)
        {
            return CouldNotRead(string.Join(' ', wrong.Failures));
        }
        catch (Exception exception)
            when (exception is DbException or FormatException or StartRefusedException)
        {
            return CouldNotRead(exception.Message);
        }
    }

    private static int Report(AuditVerdict verdict)
    {
        var entries = Counts.Number(verdict.Intact);
        if (verdict.Finding is { } finding)
        {
            var place = finding.Number > 0 ? $" at entry {finding.Number}" : "";
            Console.Out.WriteLine($"The audit trail is broken{place}. {AuditText.Of(finding)}");
            Console.Out.WriteLine($"Intact entries before it: {entries}.");
            return Broken;
        }
        Console.Out.WriteLine($"The audit trail is intact. Entries: {entries}.");
        if (verdict.Intact > 0)
            Console.Out.WriteLine($"Last entry, to compare later: {verdict.Intact}:{verdict.LastHash}");
        return Intact;
    }

    private static int CouldNotRead(string reason)
    {
        Console.Error.WriteLine($"The audit trail could not be read. {reason.ReplaceLineEndings(" ")}");
        return Unreadable;
    }

    private static AuditNote? NoteIn(string[] args)
    {
        AuditNote? note = null;
        foreach (var argument in args.Skip(1))
        {
            // Ignoring a misspelt option would report a rewritten chain as intact.
            if (!argument.StartsWith(NoteOption, StringComparison.Ordinal))
                throw new FormatException(
                    $"This command accepts {NoteOption}NUMBER:HASH and no other argument."
                );
            var (number, hash) = argument[NoteOption.Length..].Split(':') is [var first, var second]
                ? (first, second)
                : ("", "");
            if (
                !long.TryParse(number, CultureInfo.InvariantCulture, out var place)
                || place < 1
                || hash.Length != HashLength
            )
                throw new FormatException(
                    $"{NoteOption} requires a number and a hash as this command prints them, separated by a colon."
                );
            note = new AuditNote(place, hash.ToLowerInvariant());
        }
        return note;
    }
}
