namespace Dashboard.Features.Reconciliation;

public static class ReconciliationSetup
{
    public static IHostApplicationBuilder AddReconciliation(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHostedService<BrokerageDirectory>();
        builder.Services.AddHostedService<VerificationQueue>();
        return builder;
    }
}
