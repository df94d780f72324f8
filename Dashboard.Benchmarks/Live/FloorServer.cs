using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Benchmarks.Live;

/// <summary>
/// The floor for live screens: a bare Blazor page of 50 rows, where a change renders its row and nothing else. It has no
/// database, no signatures and no frame around the page.
/// </summary>
internal static class FloorServer
{
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton<FloorRows>();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        var app = builder.Build();
        app.UseAntiforgery();
        app.MapRazorComponents<FloorApp>().AddInteractiveServerRenderMode();
        app.MapPost(
            "/change/{name}",
            (string name, FloorRows rows) =>
            {
                rows.Change(name);
                return Results.Ok();
            }
        );
        app.MapGet("/health/ready", () => "ready");
        await app.RunAsync();
    }
}
