using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Tests.Support;

internal static class EndingApps
{
    /// <summary>
    /// Ends the work in the background and disposes. Disposing alone only signals it to end: a remaining reader would
    /// recreate files in a folder that is being deleted.
    /// </summary>
    public static async Task EndAsync(this WebApplication app)
    {
        foreach (var work in app.Services.GetServices<IHostedService>().OfType<BackgroundService>())
            await work.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
