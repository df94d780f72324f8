namespace Dashboard.Features.Wording;

public static class WordingSetup
{
    /// <summary>Adds the page where admins change the text of e-mails.</summary>
    public static IHostApplicationBuilder AddWording(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<WordingEditor>();
        builder.Services.AddScoped<WordingTrial>();
        return builder;
    }
}
