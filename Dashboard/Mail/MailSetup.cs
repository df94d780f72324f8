using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dashboard.Mail;

public static class MailSetup
{
    public static IHostApplicationBuilder AddMail(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<MailOptions>()
            .Bind(builder.Configuration.GetSection(MailOptions.Section))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<MailComposer>();
        builder.Services.AddSingleton<PickupFolder>();
        builder.Services.AddHostedService<PickupCheck>();
        builder.Services.AddSingleton<IMailSender>(services =>
            services.GetRequiredService<IOptions<MailOptions>>().Value.Mode == MailMode.Smtp
                ? ActivatorUtilities.CreateInstance<SmtpMailSender>(services)
                : ActivatorUtilities.CreateInstance<PickupMailSender>(services)
        );
        return builder;
    }
}
