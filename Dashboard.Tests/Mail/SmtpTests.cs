using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Mail;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Mail;

/// <summary>Tests sending to a real mail server and to other servers.</summary>
public sealed class SmtpTests
{
    private static readonly OutgoingMail Mail = new(
        "bea@acme.example",
        "Grüße",
        "In words",
        "<p>In words</p>"
    );

    [Fact]
    public async Task A_server_accepts_a_message()
    {
        await using var server = await MailServer.StartAsync();
        using var host = MailHost.Smtp(server.Port);
        await host.SendAsync(Mail);
        var taken = Assert.Single(server.Taken());
        Assert.Equal("Grüße", taken.Subject);
        Assert.Equal("\"Acme\" <staff@acme.example>", taken.From.ToString());
        Assert.Equal("bea@acme.example", taken.To.ToString());
        Assert.Equal("In words", taken.TextBody!.Trim());
        Assert.Equal("<p>In words</p>", taken.HtmlBody!.Trim());
        Assert.True(host.Sender.ReachesPeople);
    }

    [Fact]
    public async Task A_permanent_refusal_is_not_retried()
    {
        await using var server = await MailServer.StartAsync("--size", "2000");
        using var host = MailHost.Smtp(server.Port);
        var refused = await FailureAsync(host, Mail with { Text = new string('x', 5000) });
        Assert.True(refused.IsPermanent);
        Assert.Contains("552", refused.Message);
        Assert.Empty(server.Taken());
    }

    [Fact]
    public async Task An_unreachable_server_is_retried()
    {
        await using var nobody = MailServer.Absent();
        using var host = MailHost.Smtp(nobody.Port);
        var failed = await FailureAsync(host, Mail);
        Assert.False(failed.IsPermanent);
        Assert.Contains("Email__Smtp__Host", failed.Message);
    }

    [Theory]
    [InlineData("StartTls")]
    [InlineData("Tls")]
    public async Task Without_the_required_TLS_nothing_is_sent(string security)
    {
        await using var server = await MailServer.StartAsync();
        using var host = MailHost.Smtp(server.Port, ("Email:Smtp:Security", security));
        var failed = await FailureAsync(host, Mail);
        Assert.False(failed.IsPermanent);
        Assert.Contains("TLS", failed.Message);
        Assert.Empty(server.Taken());
    }

    [Fact]
    public async Task An_untrusted_certificate_is_refused()
    {
        using var files = new SelfSigned();
        await using var server = await MailServer.StartAsync(
            "--tlscert",
            files.Certificate,
            "--tlskey",
            files.Key
        );
        using var host = MailHost.Smtp(server.Port, ("Email:Smtp:Security", "StartTls"));
        Assert.Contains("certificate", (await FailureAsync(host, Mail)).Message);
        Assert.Empty(server.Taken());
    }

    [Fact]
    public async Task A_silent_server_times_out()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var host = MailHost.Smtp(
            ((IPEndPoint)silent.LocalEndpoint).Port,
            ("Email:Smtp:Timeout", "00:00:07")
        );
        var sending = host.SendAsync(Mail);
        using var visitor = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        Assert.False(sending.IsCompleted);
        host.Time.Advance(TimeSpan.FromSeconds(7));
        var failed = await Assert.ThrowsAsync<MailException>(() => sending);
        Assert.Contains("7 s", failed.Message);
    }

    private static Task<MailException> FailureAsync(MailHost host, OutgoingMail mail) =>
        Assert.ThrowsAsync<MailException>(() => host.SendAsync(mail));

    private sealed class SelfSigned : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-certificate-").FullName;

        public SelfSigned()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            File.WriteAllText(Certificate, certificate.ExportCertificatePem());
            File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
        }

        public string Certificate => Path.Combine(_folder, "certificate.pem");
        public string Key => Path.Combine(_folder, "key.pem");

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
