using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Features.Notices;

/// <summary>A chat server's end of a webhook.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    public const string Secret = "T0-very-secret-1";
    private readonly WebApplication _app;

    private WebhookReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    public Uri Address => new($"{_app.Urls.Single()}/hooks/{Secret}");
    public ConcurrentQueue<string> Bodies { get; } = new();

    /// <summary>The response; 200 "ok" by default.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => context.Response.WriteAsync("ok");

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        await receiver._app.StartAsync(Token);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Bodies.Enqueue(await reader.ReadToEndAsync(context.RequestAborted));
        await Answer(context);
    }
}
