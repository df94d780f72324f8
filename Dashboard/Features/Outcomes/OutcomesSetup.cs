using Dashboard.Components.Navigation;
using Dashboard.Data.Work;
using Dashboard.Domain.Operators;
using Dashboard.Features.Outcomes.Reports;

namespace Dashboard.Features.Outcomes;

public static class OutcomesSetup
{
    public static IHostApplicationBuilder AddOutcomes(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<OutcomeQueries>();
        builder.Services.AddScoped<OutcomeExport.Sender>();
        builder.Services.AddSingleton<MonthReader>();
        builder.Services.AddScoped<ReportQueries>();
        builder.Services.AddScoped<ReportExport.Sender>();
        builder.Services.AddRecurringWork<ReportWriter>();
        builder.Services.AddSingleton(
            new NavEntry(
                "Outcomes",
                OutcomesView.Path,
                "chart",
                nameof(Permission.ViewHistory),
                NavGroup.Insight,
                Order: 40
            )
        );
        return builder;
    }

    /// <summary>Maps the figures as a file.</summary>
    public static WebApplication MapOutcomes(this WebApplication app)
    {
        OutcomeExport.Map(app);
        ReportExport.Map(app);
        return app;
    }
}
