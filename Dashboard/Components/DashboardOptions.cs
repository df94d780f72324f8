using System.ComponentModel;
using Microsoft.Extensions.Options;

namespace Dashboard.Components;

/// <summary>Section <c>Dashboard</c>: what customers see of the company.</summary>
public sealed class DashboardOptions
{
    public const string Section = "Dashboard";

    /// <summary>What customers read in place of a name that was not set.</summary>
    public const string UnnamedCompany = "Your provider";

    /// <summary>
    /// The origin of links in e-mails, such as <c>https://reconnect.acme.example</c>. Empty: the
    /// address that the server listens on, which usually only this machine can reach.
    /// </summary>
    [Description("The origin of links in e-mails and API responses.")]
    public string PublicUrl { get; set; } = "";

    /// <summary>The company's name for customers.</summary>
    [Description("Your name on the reconnect page and in e-mails.")]
    public string CompanyName { get; set; } = "";

    /// <summary>The support contact of customers: an e-mail address, a web address, or a text such as a telephone number.</summary>
    [Description("Whom customers ask for help.")]
    public string SupportContact { get; set; } = "";

    /// <summary>The company's postal address at the foot of e-mails; may have several lines.</summary>
    [Description("Your postal address in the footer of e-mails.")]
    public string PostalAddress { get; set; } = "";

    /// <summary>What operators read at the head of the frame: "Acme reconnect".</summary>
    public string ProductName =>
        CompanyName is "" or UnnamedCompany ? "Connection health" : CompanyName + " reconnect";

    /// <summary>The settings without which customers can't tell who writes or whom to ask.</summary>
    public IReadOnlyList<string> Missing =>
        [
            .. new (bool IsMissing, string Setting)[]
            {
                (CompanyName is "" or UnnamedCompany, "Dashboard__CompanyName"),
                (SupportContact.Length == 0, "Dashboard__SupportContact"),
            }
                .Where(s => s.IsMissing)
                .Select(s => s.Setting),
        ];
}

/// <summary>Reports every invalid setting at once.</summary>
public sealed class DashboardOptionsValidator : IValidateOptions<DashboardOptions>
{
    private const int Longest = 100;
    private const int MaxAddressLength = 300;

    public ValidateOptionsResult Validate(string? name, DashboardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> problems = [];
        if (options.PublicUrl.Length > 0 && !IsOrigin(options.PublicUrl))
            problems.Add(
                "Dashboard__PublicUrl must be an absolute http or https address without a path, such as https://reconnect.acme.example: the dashboard needs a host name of its own and can't run below a path of another site."
            );
        if (options.CompanyName.Length > Longest)
            problems.Add($"Dashboard__CompanyName must have at most {Longest} characters.");
        if (options.SupportContact.Length > Longest)
            problems.Add($"Dashboard__SupportContact must have at most {Longest} characters.");
        if (options.PostalAddress.Length > MaxAddressLength)
            problems.Add($"Dashboard__PostalAddress must have at most {MaxAddressLength} characters.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool IsOrigin(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri is { PathAndQuery: "/", Fragment.Length: 0, UserInfo.Length: 0, Host.Length: > 0 };
}
