using Dashboard.Mail;

namespace Dashboard.Tests.Mail;

public sealed class MailOptionsTests
{
    [Fact]
    public void By_default_messages_become_files() => Assert.Empty(Problems(new MailOptions()));

    [Theory]
    [InlineData("mail.acme.example", SmtpSecurity.StartTls, null)]
    [InlineData("mail.acme.example", SmtpSecurity.Tls, "secret")]
    [InlineData("localhost", SmtpSecurity.None, "secret")]
    [InlineData("127.0.0.1", SmtpSecurity.None, null)]
    [InlineData("::1", SmtpSecurity.None, null)]
    [InlineData("mailpit", SmtpSecurity.None, null)]
    public void A_server_requires_TLS_unless_it_is_local(
        string host,
        SmtpSecurity security,
        string? password
    ) => Assert.Empty(Problems(Smtp(host, security, password)));

    [Theory]
    [InlineData("mail.acme.example", null)]
    [InlineData("10.0.0.7", null)]
    [InlineData("mailpit", "secret")]
    public void Unencrypted_sessions_are_local_and_without_a_password(string host, string? password)
    {
        var problem = Assert.Single(Problems(Smtp(host, SmtpSecurity.None, password)));
        Assert.Contains("Email__Smtp__Security", problem);
        Assert.DoesNotContain("secret", problem);
    }

    [Theory]
    [InlineData(SmtpSecurity.StartTls, 587)]
    [InlineData(SmtpSecurity.Tls, 465)]
    [InlineData(SmtpSecurity.None, 25)]
    public void The_port_is_the_usual_one_unless_it_is_given(SmtpSecurity security, int port)
    {
        Assert.Equal(port, new SmtpOptions { Security = security }.PortOrUsual);
        Assert.Equal(2525, new SmtpOptions { Security = security, Port = 2525 }.PortOrUsual);
    }

    [Fact]
    public void Every_invalid_setting_is_reported()
    {
        var problems = Problems(
            new MailOptions
            {
                Mode = MailMode.Smtp,
                PickupFolder = " ",
                Smtp = new SmtpOptions
                {
                    Host = "mail server",
                    Port = 70_000,
                    User = "staff",
                    Security = (SmtpSecurity)9,
                    Timeout = TimeSpan.Zero,
                },
            }
        );
        string[] expected =
        [
            "Email__From",
            "Email__PickupFolder",
            "Email__Smtp__Host",
            "Email__Smtp__Port",
            "Email__Smtp__User",
            "Email__Smtp__Timeout",
            "Email__Smtp__Security",
        ];
        Assert.Equal(expected, problems.Select(p => p.Split(' ')[0]));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a@acme.example, b@acme.example")]
    public void A_sender_is_one_address(string from) =>
        Assert.Contains("Email__From", Assert.Single(Problems(new MailOptions { From = from })));

    private static MailOptions Smtp(string host, SmtpSecurity security, string? password) =>
        new()
        {
            Mode = MailMode.Smtp,
            From = "Acme <staff@acme.example>",
            Smtp = new SmtpOptions
            {
                Host = host,
                Security = security,
                User = password is null ? null : "staff",
                Password = password,
            },
        };

    private static IEnumerable<string> Problems(MailOptions options) =>
        new MailOptionsValidator().Validate(name: null, options).Failures ?? [];
}
