using Dashboard.Components.Navigation;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.History;

public static class HistorySetup
{
    public static IHostApplicationBuilder AddHistory(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<HistoryQueries>();
        builder.Services.AddScoped<EventDetails>();
        builder.Services.AddSingleton(
            new NavEntry(
                "History",
                HistoryView.Path,
                "history",
                nameof(Permission.ViewHistory),
                NavGroup.Insight,
                Order: 50
            )
        );
        return builder;
    }

    /// <summary>Maps the list as a file.</summary>
    public static WebApplication MapHistory(this WebApplication app)
    {
        EventExport.Map(app);
        return app;
    }
}
