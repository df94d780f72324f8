using System.ComponentModel;
using Dashboard.Mail;
using Microsoft.Extensions.Options;

namespace Dashboard.Emails.Delivery;

/// <summary>Section <c>Email</c>: the rate limits of reconnect e-mails. Other messages are not limited.</summary>
internal sealed class DeliveryOptions
{
    public const string Section = MailOptions.Section;

    /// <summary>The maximum within any minute; 0 is no limit.</summary>
    [Description("The most reconnect e-mails in any minute; 0 means no limit.")]
    public int PerMinute { get; set; } = 120;

    /// <summary>The maximum to addresses of one domain within any minute; 0 is no limit.</summary>
    [Description("The most reconnect e-mails to one domain in any minute; 0 means no limit.")]
    public int PerDomainPerMinute { get; set; } = 60;
}

/// <summary>Reports every invalid setting.</summary>
internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    private const int MaxPerMinute = 100_000;

    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        List<string> problems = [];
        if (options.PerMinute is < 0 or > MaxPerMinute)
            problems.Add($"Email__PerMinute must be between 0, which is no limit, and {MaxPerMinute}.");
        if (options.PerDomainPerMinute is < 0 or > MaxPerMinute)
            problems.Add(
                $"Email__PerDomainPerMinute must be between 0, which is no limit, and {MaxPerMinute}."
            );
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
