using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Dashboard.E2E.Support;

/// <summary>Runs a reverse proxy with the configuration in docs/deployment.md; only addresses and files are replaced.</summary>
internal sealed partial class DocumentedProxy : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard-proxy-");
    private readonly Process _process;
    private readonly Task<string> _errors;

    private DocumentedProxy(string program, int port, string configuration, params string[] arguments)
    {
        Port = port;
        var file = Path.Combine(_folder.FullName, "proxy.conf");
        var certificate = Path.Combine(_folder.FullName, "certificate.pem");
        File.WriteAllText(certificate, Certificate());
        File.WriteAllText(
            file,
            configuration
                .Replace("{folder}", _folder.FullName, StringComparison.Ordinal)
                .Replace("{certificate}", certificate, StringComparison.Ordinal)
        );
        try
        {
            // Not on the path of users who are not root.
            var installed = Path.Combine("/usr/sbin", program);
            _process = Process.Start(
                new ProcessStartInfo(File.Exists(installed) ? installed : program, [.. arguments, file])
                {
                    RedirectStandardError = true,
                    UseShellExecute = false,
                }
            )!;
        }
        catch (Win32Exception)
        {
            _folder.Delete(recursive: true);
            Assert.Skip($"{program} is not installed.");
            throw;
        }
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int Port { get; }

    /// <summary>nginx in front of the dashboard.</summary>
    /// <param name="node">The dashboard's port.</param>
    /// <param name="isSecond">Whether another proxy stands before it and ends TLS.</param>
    public static Task<DocumentedProxy> NginxAsync(int port, int node, bool isSecond)
    {
        var server = Snippet("nginx", 0)
            .Replace("127.0.0.1:8080", $"127.0.0.1:{node}", StringComparison.Ordinal);
        if (isSecond)
        {
            server = Listens().Replace(server, $"listen 127.0.0.1:{port}");
            server = CertificateLines().Replace(server, "");
            foreach (var line in Snippet("nginx", 1).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var name = line[..line.LastIndexOf(' ')];
                Assert.Contains(name, server, StringComparison.Ordinal);
                server = Regex.Replace(
                    server,
                    $"{name} .*",
                    line.Replace("$", "$$", StringComparison.Ordinal),
                    RegexOptions.None,
                    TimeSpan.FromSeconds(1)
                );
            }
        }
        server = Listens().Replace(server, $"listen 127.0.0.1:{port} ssl");
        server = CertificateFiles().Replace(server, "{certificate}");
        var places = string.Concat(
            new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(use =>
                $"{use}_temp_path {{folder}}/{use};\n"
            )
        );
        return StartAsync(
            "nginx",
            port,
            $$"""
            daemon off;
            master_process off;
            pid {folder}/nginx.pid;
            error_log stderr warn;
            events {}
            http {
            access_log off;
            {{places}}{{server}}
            }
            """,
            "-c"
        );
    }

    /// <summary>HAProxy in front of two nodes, or of another proxy on one port.</summary>
    public static Task<DocumentedProxy> HaproxyAsync(int port, params int[] nodes)
    {
        var text = Snippet("haproxy", 0)
            .Replace("bind :443", $"bind 127.0.0.1:{port}", StringComparison.Ordinal)
            .Replace("/etc/haproxy/dashboard.pem", "{certificate}", StringComparison.Ordinal)
            .Replace("10.0.3.11:8080", $"127.0.0.1:{nodes[0]}", StringComparison.Ordinal);
        text =
            nodes.Length > 1
                ? text.Replace("10.0.3.12:8080", $"127.0.0.1:{nodes[1]}", StringComparison.Ordinal)
                // As the page says of a first proxy: it checks the second by a connection.
                : OneServer().Replace(text, "");
        return StartAsync("haproxy", port, text + "\n", "-db", "-f");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<DocumentedProxy> StartAsync(
        string program,
        int port,
        string configuration,
        params string[] arguments
    )
    {
        var proxy = new DocumentedProxy(program, port, configuration, arguments);
        await Eventually.BecomesTrueAsync(proxy.ListensAsync);
        return proxy;
    }

    private async Task<bool> ListensAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"The proxy ended.\n{await _errors}");
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

    private static string Snippet(string language, int index)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "deployment.md"));
        return page.Split($"```{language}\n")[index + 1].Split("```")[0];
    }

    /// <summary>A certificate for localhost and its key, in one file.</summary>
    private static string Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=localhost",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    [GeneratedRegex("listen 443 ssl", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listens();

    [GeneratedRegex(" *ssl_certificate.*\n", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CertificateLines();

    [GeneratedRegex(@"/etc/ssl/dashboard\.(pem|key)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CertificateFiles();

    [GeneratedRegex(
        " *(server node-2|option httpchk).*\n",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex OneServer();
}
