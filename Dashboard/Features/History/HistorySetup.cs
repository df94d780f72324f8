using Dashboard.Components.Navigation;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.History;

public static class HistorySetup
{
    public static IHostApplicationBuilder AddHistory(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<HistoryQueries>();
        builder.Services.AddSingleton(
            new NavEntry("History", HistoryView.Path, "history", nameof(Permission.ViewHistory), Order: 50)
        );
        return builder;
    }
}
