using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Dashboard.Benchmarks;

/// <summary>An admin's browser and an application with a key, at a server of its own.</summary>
internal sealed partial class ReadSession : IAsyncDisposable
{
    private const string Email = "admin@benchmark.example";
    private const string Password = "a password for the benchmark";

    // Shows little and reads no customers.
    private const string Neutral = "/settings/notices";
    private const string ApiKey = "a-key-for-the-benchmark-only";

    private readonly CookieContainer _cookies = new();
    private readonly List<Circuit> _circuits = [];
    private readonly HttpClient _client;
    private ScreenReader _screens = null!;

    private ReadSession(ServerProcess server)
    {
        Server = server;
        _client = new HttpClient(
            new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false }
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
        session._screens = new ScreenReader(await session.OpenAsync(Neutral), Neutral);
        return session;
    }

    /// <summary>Opens a screen in a circuit of its own.</summary>
    public async Task<Circuit> OpenAsync(string path)
    {
        var circuit = await Circuit.OpenAsync(_client, _cookies, path);
        _circuits.Add(circuit);
        return circuit;
    }

    /// <summary>
    /// Milliseconds until a screen is shown or the last byte of an answer is there; null at a screen's first visit.
    /// </summary>
    /// <exception cref="InvalidOperationException">The server answered something else than 200.</exception>
    public async Task<double?> ReadAsync(string path)
    {
        if (!path.StartsWith("/api/", StringComparison.Ordinal))
            return await _screens.ReadAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiKey);
        var watch = Stopwatch.StartNew();
        using var answer = await _client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode == HttpStatusCode.OK
            ? watch.Elapsed.TotalMilliseconds
            : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var circuit in _circuits)
            await circuit.DisposeAsync();
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
