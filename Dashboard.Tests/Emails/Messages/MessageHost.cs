using Dashboard.Components;
using Dashboard.Emails.Messages;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Emails.Messages;

/// <summary>What writes messages, over a real database.</summary>
internal sealed class MessageHost : IDisposable
{
    public const string Origin = "https://reconnect.acme.example";

    public MessageHost(Action<DashboardOptions>? configure = null)
    {
        var options = new DashboardOptions
        {
            PublicUrl = Origin,
            CompanyName = "Acme Wealth",
            SupportContact = "support@acme.example",
            PostalAddress = "1 Example Street\nToronto",
        };
        configure?.Invoke(options);
        Wordings = new Wordings(Database, Time);
        Writer = new ReconnectMessageWriter(
            Wordings,
            Options.Create(options),
            Services(),
            NullLoggerFactory.Instance
        );
    }

    public TestDatabase Database { get; } = new();
    public FakeTimeProvider Time { get; } = new(Some.Noon);
    public Wordings Wordings { get; }
    public ReconnectMessageWriter Writer { get; }

    // As the server's, which hands scoped services to nobody outside of a scope.
    private static IServiceScopeFactory Services() =>
        new ServiceCollection()
            .AddCascadingValue("scoped", _ => "as cascading values are")
            .BuildServiceProvider(validateScopes: true)
            .GetRequiredService<IServiceScopeFactory>();

    public Task<WrittenMessage> WriteAsync(ReconnectMessage message) => Writer.WriteAsync(message, Token);

    /// <summary>To Zoë in Toronto, about connections that broke on 18 November.</summary>
    public static ReconnectMessage Message(params string?[] brokerages) =>
        new()
        {
            Locale = "en",
            Name = "Zoë Übermut",
            Connections =
            [
                .. brokerages.Select(
                    (brokerage, i) =>
                        new MessageConnection(brokerage, Some.Noon.AddDays(-2), $"{Origin}/r/secret-{i}")
                ),
            ],
            ValidUntil = new DateTimeOffset(2026, 11, 29, 19, 2, 0, TimeSpan.Zero),
            OptOutUrl = $"{Origin}/email/opt-out/secret",
            TimeZone = "America/Toronto",
        };

    public void Dispose() => Database.Dispose();
}
