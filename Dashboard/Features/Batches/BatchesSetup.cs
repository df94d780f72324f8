using Dashboard.Components.Palette;
using Dashboard.Domain.Operators;
using Dashboard.Emails;

namespace Dashboard.Features.Batches;

public static class BatchesSetup
{
    /// <summary>Adds the pages where operators follow and cancel batches of e-mails.</summary>
    public static IHostApplicationBuilder AddBatches(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<BatchQueries>();
        builder.Services.AddScoped<BatchCanceller>();
        builder.Services.AddSingleton(
            new PaletteAction(
                "Follow batches of e-mails",
                EmailPaths.Batches,
                "mail",
                nameof(Permission.ViewEmails),
                "bulk progress cancel"
            )
        );
        return builder;
    }
}
