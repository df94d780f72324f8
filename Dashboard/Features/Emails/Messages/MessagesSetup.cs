using Dashboard.Features.Emails.Messages.Editor;

namespace Dashboard.Features.Emails.Messages;

internal static class MessagesSetup
{
    /// <summary>Adds what e-mails say, and the page where admins change it.</summary>
    public static IHostApplicationBuilder AddMessages(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Wordings>();
        builder.Services.AddSingleton<ReconnectMessageWriter>();
        builder.Services.AddScoped<WordingEditor>();
        return builder;
    }
}
