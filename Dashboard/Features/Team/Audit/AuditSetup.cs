using Dashboard.Access;
using Dashboard.Components.Navigation;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Team.Audit;

public static class AuditSetup
{
    public static IHostApplicationBuilder AddAudit(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<AuditQueries>();
        builder.Services.AddScoped<AuditCheck>();
        builder.Services.AddScoped<AuditExport>();
        builder.Services.AddSingleton(
            new NavEntry(
                "Audit",
                AuditView.Path,
                "shield",
                nameof(Permission.ViewAudit),
                NavGroup.Settings,
                Order: 30
            )
        );
        return builder;
    }

    public static WebApplication MapAudit(this WebApplication app)
    {
        app.MapGet(AuditExport.Path, AuditExport.GetAsync)
            .Require(Permission.ViewAudit)
            .ExcludeFromDescription();
        return app;
    }
}
