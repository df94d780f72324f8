namespace Dashboard.Features.Policy;

public static class PolicySetup
{
    /// <summary>Adds the page that sets the e-mail policy and simulates it.</summary>
    public static IHostApplicationBuilder AddPolicy(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<PolicyEditor>();
        builder.Services.AddScoped<SimulationReader>();
        return builder;
    }
}
