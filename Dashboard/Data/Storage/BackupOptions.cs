using System.ComponentModel;
using Microsoft.Extensions.Options;

namespace Dashboard.Data.Storage;

/// <summary>Section <c>Backup</c>: copies that the server itself makes of a SQLite database.</summary>
public sealed class BackupOptions
{
    public const string Section = "Backup";

    /// <summary>Where they go; null: <c>backups</c> beside the database.</summary>
    [Description("Where the server puts its own backups of a SQLite database; empty: beside it.")]
    public string? Folder { get; set; }

    /// <summary>How old the last one may become; zero: none are made.</summary>
    [Description("How old the last backup may become before another is made; zero: none are made.")]
    public TimeSpan Every { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many remain; older ones are deleted after a new one is complete.</summary>
    [Description("How many backups are kept.")]
    public int Keep { get; set; } = 7;
}

internal sealed class BackupOptionsValidator : IValidateOptions<BackupOptions>
{
    private const int MaxKept = 1000;
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, BackupOptions options)
    {
        List<string> problems = [];
        if (options.Every != TimeSpan.Zero && (options.Every < Shortest || options.Every > Longest))
            problems.Add("Backup__Every must be 00:00:00 (never), or between an hour and 30 days.");
        if (options.Keep is < 1 or > MaxKept)
            problems.Add("Backup__Keep must be a whole number from 1 to 1000.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
