namespace Dashboard.Features.Batches;

public static class BatchesSetup
{
    /// <summary>Adds the pages where operators follow and cancel batches of e-mails.</summary>
    public static IHostApplicationBuilder AddBatches(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<BatchQueries>();
        builder.Services.AddScoped<BatchCanceller>();
        return builder;
    }
}
