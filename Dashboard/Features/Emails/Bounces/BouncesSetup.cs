namespace Dashboard.Features.Emails.Bounces;

internal static class BouncesSetup
{
    public static IHostApplicationBuilder AddBounces(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<ProviderNews>();
        builder.Services.AddScoped<SuppressedAddresses>();
        return builder;
    }
}
