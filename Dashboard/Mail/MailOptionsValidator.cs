using System.Net;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Dashboard.Mail;

/// <summary>Reports every invalid setting.</summary>
internal sealed class MailOptionsValidator : IValidateOptions<MailOptions>
{
    private static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        List<string> problems = [.. General(options)];
        if (options.Mode == MailMode.Smtp)
            problems.AddRange([.. Server(options.Smtp), .. Secrecy(options.Smtp)]);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> General(MailOptions options)
    {
        if (!Enum.IsDefined(options.Mode))
            yield return "Email__Mode must be Pickup or Smtp.";
        if (options.Mode == MailMode.Smtp && string.IsNullOrWhiteSpace(options.From))
            yield return "Email__From is missing: messages sent by SMTP need a sender.";
        else if (!string.IsNullOrWhiteSpace(options.From) && !IsSender(options.From))
            yield return "Email__From must be an e-mail address, alone or as Name <address>.";
        if (!string.IsNullOrWhiteSpace(options.ReplyTo) && !IsSender(options.ReplyTo))
            yield return "Email__ReplyTo must be an e-mail address, alone or as Name <address>.";
        if (string.IsNullOrWhiteSpace(options.PickupFolder))
            yield return "Email__PickupFolder must name a folder.";
    }

    private static IEnumerable<string> Server(SmtpOptions smtp)
    {
        if (Uri.CheckHostName(smtp.Host) == UriHostNameType.Unknown)
            yield return "Email__Smtp__Host must be the name or address of the mail server.";
        if (smtp.Port is < 1 or > IPEndPoint.MaxPort)
            yield return $"Email__Smtp__Port must be between 1 and {IPEndPoint.MaxPort}.";
        if (string.IsNullOrEmpty(smtp.User) != string.IsNullOrEmpty(smtp.Password))
            yield return "Email__Smtp__User and Email__Smtp__Password must be set together.";
        if (smtp.Timeout < MinTimeout || smtp.Timeout > MaxTimeout)
            yield return "Email__Smtp__Timeout must be between 00:00:01 and 00:05:00.";
    }

    private static IEnumerable<string> Secrecy(SmtpOptions smtp)
    {
        if (!Enum.IsDefined(smtp.Security))
            yield return "Email__Smtp__Security must be StartTls, Tls or None.";
        if (smtp.Security != SmtpSecurity.None || IsLoopback(smtp.Host))
            yield break;
        if (!string.IsNullOrEmpty(smtp.Password))
            yield return "Email__Smtp__Security is None, which would send the password in the clear: set it to StartTls or Tls.";
        // A name without a dot belongs to a container network, such as a mail catcher.
        else if (Uri.CheckHostName(smtp.Host) != UriHostNameType.Dns || smtp.Host.Contains('.'))
            yield return "Email__Smtp__Security is None, which is for this machine or its container network only: set it to StartTls or Tls.";
    }

    private static bool IsSender(string from) =>
        MailboxAddress.TryParse(from, out var parsed) && parsed.Address.Contains('@');

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
