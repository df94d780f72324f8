using Dashboard.Features.Emails.Delivery;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Features.Emails.Policy;

internal static class PolicySetup
{
    /// <summary>Adds the policy: who decides when e-mails go out by themselves, and the page that sets it.</summary>
    public static IServiceCollection AddEmailPolicy(this IServiceCollection services)
    {
        services.TryAddSingleton<EmailSignal>();
        services.TryAddSingleton<PolicyReader>();
        services.AddSingleton<PolicyPass>();
        services.AddHostedService<PolicyEvaluator>();
        services.AddScoped<PolicyEditor>();
        services.AddScoped<SimulationReader>();
        return services;
    }
}
