namespace Dashboard.Simulator.Demo;

/// <summary>Joins the dashboard and the simulated SnapTrade to a demo.</summary>
public static class DemoSetup
{
    /// <summary>Comes after the simulator and every room of the dashboard.</summary>
    public static IHostApplicationBuilder AddDemo(this IHostApplicationBuilder builder)
    {
        builder.PointClientHere();
        builder.Services.AddHostedService<DemoSeeder>();
        return builder;
    }
}
