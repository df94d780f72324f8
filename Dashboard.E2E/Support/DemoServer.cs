[assembly: AssemblyFixture(typeof(Dashboard.E2E.Support.DemoServer))]

namespace Dashboard.E2E.Support;

/// <summary>One demo server for the tests that change nothing.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    public DashboardProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Process = await DashboardProcess.StartDemoAsync();

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
