using Dashboard.Data.Work;
using Microsoft.Extensions.Options;

namespace Dashboard.Data.Storage;

public static class StorageSetup
{
    /// <summary>Adds what keeps the database safe.</summary>
    public static IHostApplicationBuilder AddStorage(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<BackupOptions>()
            .Bind(builder.Configuration.GetSection(BackupOptions.Section))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<BackupOptions>, BackupOptionsValidator>();
        builder.Services.AddRecurringWork<BackupKeeper>();
        builder
            .Services.AddOptions<RetentionOptions>()
            .Bind(builder.Configuration.GetSection(RetentionOptions.Section))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>();
        builder.Services.AddRecurringWork<RetentionWork>();
        builder.Services.AddRecurringWork<StorageKeeper>();
        builder.Services.AddSingleton<Replay>();
        return builder;
    }
}
