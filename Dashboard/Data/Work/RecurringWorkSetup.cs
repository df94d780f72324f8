namespace Dashboard.Data.Work;

public static class RecurringWorkSetup
{
    /// <summary>Adds work as a singleton together with the loop that runs it.</summary>
    public static IServiceCollection AddRecurringWork<TWork>(this IServiceCollection services)
        where TWork : class, IRecurringWork =>
        services.AddSingleton<TWork>().AddHostedService<LeasedLoop<TWork>>();
}
