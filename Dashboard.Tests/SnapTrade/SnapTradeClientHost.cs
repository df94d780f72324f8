using Dashboard.SnapTrade;
using Dashboard.Tests.SnapTrade.Contract;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.SnapTrade;

/// <summary>The client as the product registers it, over a recording network and a settable clock.</summary>
internal sealed class SnapTradeClientHost : IDisposable
{
    public const string ConsumerKey = "the-consumer-key";
    public static readonly UserCredentials User = new("customer 1", "the+user/secret");
    private readonly IHost _host;

    public SnapTradeClientHost(
        string clientId = "TESTCLIENT",
        string consumerKey = ConsumerKey,
        string? baseUrl = null,
        bool overNetwork = false,
        ContractClient? client = null,
        DateTimeOffset? at = null
    )
    {
        Time = new FakeTimeProvider(at ?? DateTimeOffset.FromUnixTimeSeconds(1795381675));
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = "Test" }
        );
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["SnapTrade:ClientId"] = clientId,
                ["SnapTrade:ConsumerKey"] = consumerKey,
                ["SnapTrade:Client"] = client?.Name ?? SnapTradeOptions.HttpClient,
                ["SnapTrade:BaseUrl"] = baseUrl ?? "https://api.snaptrade.com",
            }
        );
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.AddSnapTrade();
        client?.Register(builder.Services);
        if (!overNetwork)
            builder.Services.AddHttpClient("SnapTrade").ConfigurePrimaryHttpMessageHandler(() => Network);
        _host = builder.Build();
        Client = _host.Services.GetRequiredService<ISnapTradeClient>();
        Budget = _host.Services.GetRequiredService<SnapTradeRateBudget>();
    }

    public FakeTimeProvider Time { get; }
    public RecordingHandler Network { get; } = new();
    public RecordingLog Log { get; } = new();
    public ISnapTradeClient Client { get; }
    public SnapTradeRateBudget Budget { get; }
    public HealthCheckService Health => _host.Services.GetRequiredService<HealthCheckService>();

    public void Dispose()
    {
        _host.Dispose();
        Network.Dispose();
    }
}

/// <summary>Records every log entry of any level and category.</summary>
internal sealed class RecordingLog : ILoggerProvider, ILogger
{
    public List<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Lines.Add($"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => Lines.Add($"{logLevel} {formatter(state, exception)} {exception}");

    public void Dispose() { }
}
