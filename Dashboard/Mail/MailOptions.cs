using System.ComponentModel;

namespace Dashboard.Mail;

/// <summary>Section <c>Email</c>.</summary>
public sealed class MailOptions
{
    public const string Section = "Email";
    public const string DefaultFrom = "Connection health <connection-health@localhost>";

    [Description("Pickup saves e-mails as files, Smtp sends them.")]
    public MailMode Mode { get; set; } = MailMode.Pickup;

    /// <summary>The sender, with or without a name; required for SMTP.</summary>
    [Description("The sender of e-mails.")]
    public string? From { get; set; }

    /// <summary>Where answers go, with or without a name; null: <c>Dashboard__SupportContact</c> if it is an address.</summary>
    [Description("Where answers to e-mails go.")]
    public string? ReplyTo { get; set; }

    /// <summary>The folder of <see cref="MailMode.Pickup"/>; relative to the working directory.</summary>
    [Description("The folder for e-mails as files.")]
    public string PickupFolder { get; set; } = Path.Combine("data", "mail");

    public SmtpOptions Smtp { get; set; } = new();
}

public enum MailMode
{
    /// <summary>Each message becomes an .eml file.</summary>
    Pickup,
    Smtp,
}

/// <summary>Section <c>Email:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    [Description("The mail server.")]
    public string Host { get; set; } = "";

    /// <summary>Null: the usual port of the chosen security.</summary>
    [Description("Its port; empty: the usual one.")]
    public int? Port { get; set; }

    [Description("The name to sign in to the mail server with.")]
    public string? User { get; set; }

    [Description("The password for the mail server.")]
    [PasswordPropertyText(true)]
    public string? Password { get; set; }

    [Description("How the connection to the mail server is encrypted.")]
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>The time limit of delivering one message.</summary>
    [Description("The time limit for sending one message.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    public int PortOrUsual =>
        Port
        ?? Security switch
        {
            SmtpSecurity.Tls => 465,
            SmtpSecurity.None => 25,
            _ => 587,
        };
}

public enum SmtpSecurity
{
    /// <summary>Starts unencrypted and must upgrade to TLS.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>Unencrypted; only for one machine or one container network.</summary>
    None,
}
