namespace Dashboard.Features.History;

public static class HistorySetup
{
    public static IHostApplicationBuilder AddHistory(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<HistoryQueries>();
        return builder;
    }
}
