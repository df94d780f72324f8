using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Benchmarks.Live;

/// <summary>
/// A screen without a browser: it opens the circuit of a page, answers calls as a browser of
/// <see cref="Height"/> pixels would, and hands on every render batch.
/// </summary>
internal sealed partial class HeadlessScreen : IAsyncDisposable
{
    // All 50 rows are rendered: those in view and those that Virtualize renders beyond them.
    private const int Height = 1800;

    private readonly HubConnection _connection;
    private readonly TaskCompletionSource<string> _failed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    private readonly Uri _server;

    private HeadlessScreen(Uri server, CookieContainer cookies, Action<ReadOnlySpan<byte>> onBatch)
    {
        _server = server;
        var builder = new HubConnectionBuilder().WithUrl(
            new Uri(server, "/_blazor"),
            o =>
            {
                o.Cookies = cookies;
                o.SkipNegotiation = true;
                o.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            }
        );
        builder.Services.AddSingleton<IHubProtocol>(new BlazorPack());
        _connection = builder.Build();
        _connection.On<long, byte[]>(
            "JS.RenderBatch",
            async (id, batch) =>
            {
                onBatch(batch);
                await _connection.SendAsync("OnRenderCompleted", id, null);
            }
        );
        _connection.On<long, string, string, int, long, int>(
            "JS.BeginInvokeJS",
            (id, name, arguments, kind, _, _) => AnswerAsync(id, name, arguments, kind)
        );
        _connection.On<string>("JS.Error", _failed.SetResult);
    }

    /// <summary>Completes with the server's words when the circuit ends by an error.</summary>
    public Task<string> Failed => _failed.Task;

    /// <param name="http">Has the session's cookies.</param>
    /// <param name="cookies">The same cookies, for the circuit.</param>
    /// <param name="path">The page.</param>
    /// <param name="onBatch">Receives every render batch, in their order.</param>
    /// <exception cref="InvalidOperationException">The page has no interactive component.</exception>
    public static async Task<HeadlessScreen> OpenAsync(
        HttpClient http,
        CookieContainer cookies,
        string path,
        Action<ReadOnlySpan<byte>> onBatch
    )
    {
        var page = await http.GetStringAsync(new Uri(path, UriKind.Relative));
        var operations = new JsonArray();
        foreach (var marker in Markers().Matches(page).Select(m => JsonNode.Parse(m.Groups[1].Value)))
        {
            operations.Add(
                new JsonObject
                {
                    ["type"] = "add",
                    ["ssrComponentId"] = operations.Count + 1,
                    ["marker"] = marker,
                }
            );
        }
        if (operations.Count == 0)
            throw new InvalidOperationException($"{path} has no interactive component.");
        var server = http.BaseAddress!;
        var screen = new HeadlessScreen(server, cookies, onBatch);
        await screen._connection.StartAsync();
        await screen._connection.InvokeAsync<string>(
            "StartCircuit",
            server.ToString(),
            new Uri(server, path).ToString(),
            "[]",
            ""
        );
        var batch = new JsonObject { ["batchId"] = 1, ["operations"] = operations };
        await screen._connection.SendAsync(
            "UpdateRootComponents",
            batch.ToJsonString(),
            State().Match(page).Groups[1].Value
        );
        return screen;
    }

    /// <summary>Goes to another page, as a click on a link does.</summary>
    public Task GoAsync(string path) =>
        _connection.SendAsync("OnLocationChanged", new Uri(_server, path).ToString(), null, false);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task AnswerAsync(long id, string name, string arguments, int kind)
    {
        var answer = name switch
        {
            "dashboard.timeZone" => "\"Europe/Berlin\"",
            // A reference to an object or module.
            _ when kind == 1 => $$"""{"__jsObjectId":{{id}}}""",
            _ => "null",
        };
        if (id != 0)
            await _connection.SendAsync("EndInvokeJSFromDotNet", id, true, $"[{id},true,{answer}]");
        if (name == "Blazor._internal.Virtualize.init")
            await SeeTopAsync(arguments);
    }

    // What the browser's observer reports when the upper end of the list is in view.
    private async Task SeeTopAsync(string arguments)
    {
        using var document = JsonDocument.Parse(arguments);
        var list = document.RootElement[0].GetProperty("__dotNetObject").GetInt64();
        await _connection.SendAsync(
            "BeginInvokeDotNetFromJS",
            "1",
            null,
            "OnSpacerBeforeVisible",
            list,
            $"[0,0,{Height}]"
        );
    }

    [GeneratedRegex("<!--Blazor:({.*?})-->", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Markers();

    [GeneratedRegex(
        "<!--Blazor-Server-Component-State:(.*?)-->",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex State();
}
