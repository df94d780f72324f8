using Dashboard.Components.Layout;

namespace Dashboard.Simulator.Demo;

/// <summary>Joins the dashboard and the simulated SnapTrade to a demo.</summary>
public static class DemoSetup
{
    /// <summary>Comes after the simulator and every room of the dashboard.</summary>
    public static IHostApplicationBuilder AddDemo(this IHostApplicationBuilder builder)
    {
        builder.PointClientHere();
        builder.Services.AddHostedService<DemoSeeder>();
        builder.Services.AddSingleton<DemoDirector>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DemoDirector>());
        builder.Services.AddFramePart<DemoMenu>(FrameSlot.Start);
        return builder;
    }
}
