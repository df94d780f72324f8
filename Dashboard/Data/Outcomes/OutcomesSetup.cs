using Dashboard.Data.Work;

namespace Dashboard.Data.Outcomes;

public static class OutcomesSetup
{
    /// <summary>Adds the figures of what happened to breaks, which screens and the API share.</summary>
    public static IServiceCollection AddOutcomeFigures(this IServiceCollection services) =>
        services
            .AddSingleton<CohortReader>()
            .AddSingleton<BreakPages>()
            .AddSingleton<KeptFigures>()
            .AddSingleton<OutcomeJobs>()
            .AddSingleton<OutcomeReader>()
            .AddSingleton<SpanReader>()
            .AddRecurringWork<OutcomeKeeper>()
            .AddRecurringWork<ForecastKeeper>();
}
