using Dashboard.Data.Work;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Dashboard.Data.Keys;

internal static class KeySetup
{
    /// <summary>Must be added after the migrator, which creates the keys' table.</summary>
    public static void Add(IHostApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(KeyOptions.Section);
        builder.Services.AddOptions<KeyOptions>().Bind(section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<KeyOptions>, KeyOptionsValidator>();
        var protection = builder
            .Services.AddDataProtection()
            .SetApplicationName("connection-health-dashboard")
            .PersistKeysToDbContext<DashboardDbContext>();
        var options = section.Get<KeyOptions>() ?? new KeyOptions();
        // The validator reports files that can't be loaded.
        if (new KeyOptionsValidator().Validate(name: null, options).Succeeded && options.Certificate.IsGiven)
            protection
                .ProtectKeysWithCertificate(options.Certificate.Load())
                .UnprotectKeysWithAnyCertificate([
                    options.Certificate.Load(),
                    .. options.PreviousCertificates.Select(file => file.Load()),
                ]);
        builder.Services.AddHostedService<KeyCheck>().AddRecurringWork<SecretsCheck>();
    }
}
