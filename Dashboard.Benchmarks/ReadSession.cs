using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Dashboard.Benchmarks;

/// <summary>An admin's browser and an application with a key, at a server of its own.</summary>
internal sealed partial class ReadSession : IAsyncDisposable
{
    private const string Email = "admin@benchmark.example";
    private const string Password = "a password for the benchmark";
    private const string ApiKey = "a-key-for-the-benchmark-only";

    private readonly HttpClient _client;

    private ReadSession(ServerProcess server)
    {
        Server = server;
        _client = new HttpClient(
            new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }
        )
        {
            BaseAddress = server.Address,
            Timeout = TimeSpan.FromMinutes(5),
        };
    }

    public ServerProcess Server { get; }

    public static async Task<ReadSession> StartAsync(string database)
    {
        var server = await ServerProcess.StartDashboardAsync(
            [
                ("Access__BootstrapAdmin__Email", Email),
                ("Access__BootstrapAdmin__Password", Password),
                ("Access__BootstrapApiKey", ApiKey),
                ("Api__RequestsPerMinute", "1000000"),
                // The benchmark reads a database at rest.
                ("Reconciliation__Every", "00:00:00"),
            ],
            database
        );
        var session = new ReadSession(server);
        await session.SignInAsync();
        return session;
    }

    /// <summary>Milliseconds until the last byte.</summary>
    /// <exception cref="InvalidOperationException">The server answered something else than 200.</exception>
    public async Task<double> ReadAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (path.StartsWith("/api/", StringComparison.Ordinal))
            request.Headers.Add("X-Api-Key", ApiKey);
        var watch = Stopwatch.StartNew();
        using var answer = await _client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode == HttpStatusCode.OK
            ? watch.Elapsed.TotalMilliseconds
            : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
    }

    private async Task SignInAsync()
    {
        const string Path = "/account/sign-in";
        var token = Token().Match(await _client.GetStringAsync(Path)).Groups["token"].Value;
        using var form = new FormUrlEncodedContent([
            new("__RequestVerificationToken", token),
            new("_handler", "sign-in"),
            new("Input.Email", Email),
            new("Input.Password", Password),
        ]);
        using var answer = await _client.PostAsync(Path, form);
        if (answer.StatusCode != HttpStatusCode.Redirect)
            throw new InvalidOperationException(
                $"Signing in: {(int)answer.StatusCode}. A file with operators of its own can't be used."
            );
    }

    [GeneratedRegex(
        "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Token();
}
