namespace Dashboard.Features.Emails.Policy;

internal static class PolicySetup
{
    /// <summary>Adds the policy: who decides when e-mails go out by themselves, and the page that sets it.</summary>
    public static IHostApplicationBuilder AddPolicy(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<PolicyPass>();
        services.AddHostedService<PolicyEvaluator>();
        services.AddScoped<PolicyEditor>();
        services.AddScoped<SimulationReader>();
        return builder;
    }
}
