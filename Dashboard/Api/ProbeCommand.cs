using System.Globalization;

namespace Dashboard.Api;

/// <summary>
/// <c>probe</c>: asks the server of the same machine whether it is ready, for container health checks: an image needs neither a
/// shell nor another program.
/// </summary>
public static class ProbeCommand
{
    public const int Ready = 0;
    public const int NotReady = 1;
    private const string Name = "probe";
    private const string Default = "http://127.0.0.1:8080";
    private const int MaxAnswer = 4096;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    public static bool IsAskedFor(string[] args) => args is [Name, ..];

    /// <returns>The process's exit code: 0 the server is ready, 1 it is not or does not answer.</returns>
    public static async Task<int> ProbeAsync(this IHostApplicationBuilder builder)
    {
        // A proxy of the environment is for other machines.
        using var own = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(own)
        {
            Timeout = Timeout,
            MaxResponseContentBufferSize = MaxAnswer,
        };
        try
        {
            using var answer = await client.GetAsync(
                new Uri(AddressOf(builder.Configuration), "/health/ready")
            );
            Console.Out.WriteLine((await answer.Content.ReadAsStringAsync()).ReplaceLineEndings("; "));
            return answer.IsSuccessStatusCode ? Ready : NotReady;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            Console.Error.WriteLine($"No answer: {exception.Message.ReplaceLineEndings(" ")}");
            return NotReady;
        }
    }

    /// <summary>The server's first http address, on this machine.</summary>
    internal static Uri AddressOf(IConfiguration configuration)
    {
        var first = (configuration["urls"] ?? "")
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase));
        if (first is null && Port(configuration["http_ports"]) is { } port)
            first = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        // An address for all interfaces can't be called.
        var own = (first ?? Default)
            .Replace("//+", "//127.0.0.1", StringComparison.Ordinal)
            .Replace("//*", "//127.0.0.1", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal)
            .Replace("//[::]", "//127.0.0.1", StringComparison.Ordinal);
        return new Uri(own, UriKind.Absolute);
    }

    private static int? Port(string? ports) =>
        int.TryParse(
            (ports ?? "").Split(';')[0],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var port
        )
            ? port
            : null;
}
