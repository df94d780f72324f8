using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Simulator;

/// <summary>A receiver of webhooks with configurable responses.</summary>
internal sealed class WebhookListener : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<ReceivedWebhook> _received = Channel.CreateUnbounded<ReceivedWebhook>();

    private WebhookListener(WebApplication app)
    {
        _app = app;
        app.MapPost("/hook", ReceiveAsync);
    }

    public HttpStatusCode Answer { get; set; } = HttpStatusCode.NoContent;

    public (string Key, string Value) Setting => ("Simulator:WebhookUrl", $"{_app.Urls.First()}/hook");

    public static async Task<WebhookListener> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var listener = new WebhookListener(builder.Build());
        await listener._app.StartAsync(Token);
        return listener;
    }

    public async Task<ReceivedWebhook> NextAsync() => await _received.Reader.ReadAsync(Token);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        http.Response.StatusCode = (int)Answer;
        await _received.Writer.WriteAsync(new(body, http.Request.Headers["Signature"].ToString()));
    }
}

internal sealed record ReceivedWebhook(string Body, string Signature)
{
    public string? this[string name] =>
        JsonElement.Parse(Body).TryGetProperty(name, out var value) ? value.GetString() : null;
}
