using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Webhooks;

/// <summary>One server for the tests that leave nothing behind, a few minutes after the recorded webhooks.</summary>
public sealed class WebhookServer : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 20, 0, TimeSpan.Zero);

    public FakeTimeProvider Time { get; } = new(Start);
    public DashboardServer Server { get; }

    public WebhookServer() =>
        Server = DashboardServer.Start(
            Time,
            settings: ("SnapTrade:PreviousConsumerKey", "the-key-before-that-one")
        );

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
