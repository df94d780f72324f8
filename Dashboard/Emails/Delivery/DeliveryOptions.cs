using Dashboard.Mail;
using Microsoft.Extensions.Options;

namespace Dashboard.Emails.Delivery;

/// <summary>Section <c>Email</c>: how fast reconnect e-mails go out. Other messages are not held back.</summary>
internal sealed class DeliveryOptions
{
    public const string Section = MailOptions.Section;

    /// <summary>How many within any minute at most; 0 is no limit.</summary>
    public int PerMinute { get; set; } = 120;

    /// <summary>How many to addresses of one domain within any minute at most; 0 is no limit.</summary>
    public int PerDomainPerMinute { get; set; } = 60;
}

/// <summary>Names every wrong setting at once.</summary>
internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    private const int Most = 100_000;

    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        List<string> problems = [];
        if (options.PerMinute is < 0 or > Most)
            problems.Add($"Email__PerMinute must be between 0, which is no limit, and {Most}.");
        if (options.PerDomainPerMinute is < 0 or > Most)
            problems.Add($"Email__PerDomainPerMinute must be between 0, which is no limit, and {Most}.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
