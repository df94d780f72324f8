using Dashboard.Api.Exports;
using Dashboard.Components.Layout;
using Dashboard.Components.Palette;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Exports;

public static class ExportsSetup
{
    /// <summary>Adds the page of a person's exports.</summary>
    public static IHostApplicationBuilder AddExports(this IHostApplicationBuilder builder)
    {
        builder.Services.AddFramePart<ExportToasts>(FrameSlot.Background);
        builder.Services.AddSingleton(
            new PaletteAction(
                "See your exports",
                ExportAnswer.Page,
                "download",
                nameof(Permission.ExportLists),
                "download csv file background"
            )
        );
        return builder;
    }

    /// <summary>Maps the download of exports.</summary>
    public static WebApplication MapExports(this WebApplication app)
    {
        ExportDownload.Map(app);
        return app;
    }
}
