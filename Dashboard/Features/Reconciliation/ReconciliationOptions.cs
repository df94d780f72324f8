using System.ComponentModel;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Reconciliation;

/// <summary>Section <c>Reconciliation</c>.</summary>
public sealed class ReconciliationOptions
{
    public const string Section = "Reconciliation";

    /// <summary>
    /// The interval between the starts of full passes, if the previous one is done by then; zero: only on request.
    /// </summary>
    [Description("The interval between full comparisons with SnapTrade; 00:00:00: only on request.")]
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(1);
}

internal sealed class ReconciliationOptionsValidator : IValidateOptions<ReconciliationOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, ReconciliationOptions options) =>
        options.Every == TimeSpan.Zero || (options.Every >= Shortest && options.Every <= Longest)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Reconciliation__Every must be 00:00:00 (never), or between 5 minutes and 30 days."
            );
}
