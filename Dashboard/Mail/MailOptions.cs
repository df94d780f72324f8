namespace Dashboard.Mail;

/// <summary>Section <c>Email</c>.</summary>
public sealed class MailOptions
{
    public const string Section = "Email";
    public const string DefaultFrom = "Connection health <connection-health@localhost>";

    public MailMode Mode { get; set; } = MailMode.Pickup;

    /// <summary>Who our messages come from, with or without a name; must be given to send any by SMTP.</summary>
    public string? From { get; set; }

    /// <summary>Where <see cref="MailMode.Pickup"/> puts files; relative to the working directory.</summary>
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
    public string Host { get; set; } = "";

    /// <summary>Null: the usual one of the chosen security.</summary>
    public int? Port { get; set; }
    public string? User { get; set; }
    public string? Password { get; set; }
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>How long handing over one message may take.</summary>
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
    /// <summary>Begins in the clear and must change to TLS before anything is said.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>In the clear, which is for one machine or one container network.</summary>
    None,
}
