using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MimeKit;

namespace Dashboard.Tests.Support;

/// <summary>
/// A real mail server, aiosmtpd of Python, on a port of its own; it stores messages in a maildir. It refuses
/// addresses that begin with <c>nobody</c>, and defers ones that begin with <c>grey</c> the first time.
/// </summary>
public sealed class MailServer : IAsyncDisposable
{
    private const string Choosy = """
        from aiosmtpd.handlers import Mailbox

        class Choosy(Mailbox):
            seen = set()

            async def handle_MAIL(self, server, session, envelope, address, options):
                if address.startswith("once-refused") and address not in self.seen:
                    self.seen.add(address)
                    return "550 5.7.1 Sender refused"
                envelope.mail_from = address
                envelope.mail_options.extend(options)
                return "250 OK"

            async def handle_RCPT(self, server, session, envelope, address, options):
                if address.startswith("nobody"):
                    return "550 5.1.1 No such user"
                if address.startswith("grey") and address not in self.seen:
                    self.seen.add(address)
                    return "451 4.7.1 Greylisted, try again later"
                envelope.rcpt_tos.append(address)
                return "250 OK"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-mail-").FullName;
    private Process? _process;

    private MailServer() { }

    public int Port { get; } = FreePort();

    private string Kept => Path.Combine(_folder, "box");

    /// <summary>Starts one, or skips the test, visibly, where aiosmtpd is not installed.</summary>
    /// <param name="arguments">More arguments of its command line.</param>
    public static async Task<MailServer> StartAsync(params string[] arguments)
    {
        var server = new MailServer();
        await server.RunAsync(arguments);
        return server;
    }

    /// <summary>A port without a listener.</summary>
    public static MailServer Absent() => new();

    /// <summary>The number of accepted messages.</summary>
    public int Count => Directory.EnumerateFiles(Path.Combine(Kept, "new")).Count();

    /// <summary>The accepted messages.</summary>
    public IReadOnlyList<MimeMessage> Taken() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Kept, "new"))
                .Select(file => MimeMessage.Load(file, TestContext.Current.CancellationToken)),
        ];

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { UseShellExecute = false };
        string[] all =
        [
            "-m",
            "aiosmtpd",
            "-n",
            "-l",
            $"127.0.0.1:{Port}",
            .. arguments,
            "-c",
            "choosy.Choosy",
            Kept,
        ];
        foreach (var argument in all)
            start.ArgumentList.Add(argument);
        await File.WriteAllTextAsync(Path.Combine(_folder, "choosy.py"), Choosy, CancellationToken.None);
        start.Environment["PYTHONPATH"] = _folder;
        start.RedirectStandardError = true;
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("python3 is not installed.");
        }
        var ended = _process.WaitForExitAsync(CancellationToken.None);
        await Eventually.TrueAsync(
            async () => ended.IsCompleted || await AnswersAsync(),
            "the mail server answered"
        );
        Assert.SkipWhen(ended.IsCompleted, "python3-aiosmtpd is not installed.");
    }

    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
