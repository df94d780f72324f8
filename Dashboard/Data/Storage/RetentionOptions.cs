using System.ComponentModel;
using Dashboard.Domain.Events;
using Microsoft.Extensions.Options;

namespace Dashboard.Data.Storage;

/// <summary>Section <c>Retention</c>: how long events are kept, by kind; zero is forever.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>See <see cref="EventKind.Steps"/>.</summary>
    [Description("How long the steps of repairs are kept as events; zero: forever.")]
    public TimeSpan Steps { get; set; } = TimeSpan.FromDays(1095);

    /// <summary>See <see cref="EventKind.Others"/>.</summary>
    [Description("How long events of other kinds are kept; zero: forever.")]
    public TimeSpan Others { get; set; } = TimeSpan.FromDays(400);

    /// <summary>What SnapTrade sent, of events that are kept longer.</summary>
    [Description("How long what SnapTrade sent is kept beside its event; zero: forever.")]
    public TimeSpan Payloads { get; set; } = TimeSpan.FromDays(400);

    /// <returns>Null: forever.</returns>
    public TimeSpan? Of(EventKind kind) =>
        kind switch
        {
            EventKind.Steps => Given(Steps),
            EventKind.Others => Given(Others),
            _ => null,
        };

    internal static TimeSpan? Given(TimeSpan keep) => keep == TimeSpan.Zero ? null : keep;
}

internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    // Far longer than an event may be late, and than screens look back by default.
    private static readonly TimeSpan Shortest = TimeSpan.FromDays(100);

    // Dates before the first year can't be computed with.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36500);

    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        (string Key, TimeSpan Keep)[] all =
        [
            ("Steps", options.Steps),
            ("Others", options.Others),
            ("Payloads", options.Payloads),
        ];
        var problems = all.Where(o => o.Keep != TimeSpan.Zero && (o.Keep < Shortest || o.Keep > Longest))
            .Select(o => $"Retention__{o.Key} must be 00:00:00 (forever), or between 100 and 36500 days.")
            .ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
