using Dashboard.Components.Layout;
using Dashboard.Components.Navigation;
using Dashboard.Components.Palette;
using Dashboard.Data.Work;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections.Duplicates;
using Dashboard.Features.Connections.HandOvers;
using Dashboard.Features.Connections.Managing;
using Dashboard.Features.Connections.Selection;
using Dashboard.Features.Connections.Silence;
using Dashboard.Features.Connections.Timelines;
using Dashboard.Features.Connections.Triage;
using Dashboard.Features.Connections.Views;

namespace Dashboard.Features.Connections;

public static class ConnectionsSetup
{
    public static IHostApplicationBuilder AddConnections(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<ConnectionQueries>();
        services.AddScoped<ConnectionDetails>();
        services.AddScoped<ConnectionTimeline>();
        services.AddScoped<ConnectionChecks>();
        services.AddScoped<ConnectionManager>();
        services.AddScoped<ManagingDialogs>();
        services.AddScoped<DuplicateDecisions>();
        services.AddSingleton<ChangedRows>();
        services.AddSingleton<ChangedCounts>();
        services.AddScoped<ScreenRows>();
        services.AddScoped<LiveCounts>();
        services.AddScoped<LastList>();
        services.AddScoped<MatchingConnections>();
        services.AddScoped<ConnectionTriage>();
        services.AddScoped<Assignees>();
        services.AddScoped<PastNotes>();
        services.AddScoped<OperatorPresences>();
        services.AddScoped<HandOverQueries>();
        services.AddScoped<SavedViews>();
        services.AddSingleton<ViewCounts>();
        services.AddSingleton<ViewBoard>();
        services.AddRecurringWork<ViewCounting>();
        services.AddPaletteSource<SavedViewPalette>();
        services.AddSingleton<SilenceMetrics>();
        services.AddRecurringWork<SilentConnections>();
        services.AddPaletteSource<FilterPalette>();
        services.AddPaletteSource<ConnectionPalette>();
        services.AddSingleton(
            new NavEntry(
                "Connections",
                ConnectionsView.Path,
                "broken-link",
                nameof(Permission.ViewConnections),
                Order: 10
            )
            {
                IsCounted = true,
                Below = typeof(SavedViewLinks),
            }
        );
        services.AddFramePart<LiveIndicator>(FrameSlot.Live);
        services.AddFramePart<PresenceKeeper>(FrameSlot.Background);
        return builder;
    }

    /// <summary>Maps the list as a file.</summary>
    public static WebApplication MapConnections(this WebApplication app)
    {
        ConnectionExport.Map(app);
        return app;
    }
}
