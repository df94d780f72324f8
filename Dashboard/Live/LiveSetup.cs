using System.Text.Json.Serialization;
using Dashboard.Domain.Connections;

namespace Dashboard.Live;

public static class LiveSetup
{
    public static IHostApplicationBuilder AddLive(this IHostApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(RedisOptions.Section);
        builder
            .Services.AddOptions<RedisOptions>()
            .Bind(section)
            .Validate(
                o => o.IsReadable,
                "Redis__Configuration is not a configuration that StackExchange.Redis can read."
            )
            .ValidateOnStart();
        if (string.IsNullOrWhiteSpace(section[nameof(RedisOptions.Configuration)]))
            builder.Services.AddSingleton<IChangeBus, InProcessChangeBus>();
        else
            builder.Services.AddSingleton<IChangeBus, RedisChangeBus>();
        builder.Services.AddSingleton<IConnectionChangePublisher, BusPublisher>();
        builder.Services.AddSingleton<ConnectionFeed>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ConnectionFeed>());
        builder
            .Services.AddSignalR()
            .AddJsonProtocol(o => o.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        return builder;
    }

    public static void MapLive(this WebApplication app) =>
        app.MapHub<ConnectionHealthHub>("/hubs/connection-health");

    private sealed class BusPublisher(IChangeBus bus) : IConnectionChangePublisher
    {
        public ValueTask PublishAsync(
            IReadOnlyList<ConnectionChange> changes,
            CancellationToken cancellationToken
        ) => changes.Count == 0 ? ValueTask.CompletedTask : bus.PublishAsync(changes);
    }
}
