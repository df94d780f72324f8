namespace Dashboard.Features.Connections;

public static class ConnectionsSetup
{
    public static IHostApplicationBuilder AddConnections(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<ConnectionQueries>();
        return builder;
    }
}
