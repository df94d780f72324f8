using Bunit;
using Dashboard.Domain.Operators;
using Dashboard.Simulator.Demo;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Simulator;

/// <summary>Everybody reads that this is the demo; only admins make something happen in it.</summary>
public sealed class DemoMenuTests : ScreenContext
{
    [Theory]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Support, false)]
    [InlineData(Role.Manager, false)]
    public async Task Only_admins_have_the_menu(Role role, bool hasMenu)
    {
        await using var host = await SimulatorHost.StartAsync();
        Services.AddSingleton(ActivatorUtilities.CreateInstance<DemoDirector>(host.Get<IServiceProvider>()));
        SignInAs(role);

        var chip = Render<DemoMenu>();

        Assert.StartsWith(
            "Demo",
            chip.Find(".demo, .demo-menu").TextContent.Trim(),
            StringComparison.Ordinal
        );
        Assert.Equal(hasMenu, chip.FindAll("button").Count == 1);
    }
}
