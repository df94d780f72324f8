using Dashboard.Components.Palette;
using Dashboard.Domain.Operators;
using Dashboard.Emails;

namespace Dashboard.Features.Wording;

public static class WordingSetup
{
    /// <summary>Adds the page where admins change the text of e-mails.</summary>
    public static IHostApplicationBuilder AddWording(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<WordingEditor>();
        builder.Services.AddScoped<WordingTrial>();
        builder.Services.AddSingleton(
            new PaletteAction(
                "Change the wording of e-mails",
                EmailPaths.Wording,
                "mail",
                nameof(Permission.ManageSettings),
                "text template language"
            )
        );
        return builder;
    }
}
