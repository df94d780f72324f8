using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Dashboard.Data.Keys;

internal static class KeySetup
{
    /// <summary>Comes after the migrator, which makes the keys' table.</summary>
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
        // A file that can't be loaded is the validator's to name.
        if (new KeyOptionsValidator().Validate(name: null, options).Succeeded && options.Certificate.IsGiven)
            protection
                .ProtectKeysWithCertificate(options.Certificate.Load())
                .UnprotectKeysWithAnyCertificate([
                    options.Certificate.Load(),
                    .. options.PreviousCertificates.Select(file => file.Load()),
                ]);
        builder.Services.AddHostedService<KeyCheck>();
    }
}
