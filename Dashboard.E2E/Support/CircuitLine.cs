using System.Text;
using Microsoft.Playwright;

namespace Dashboard.E2E.Support;

/// <summary>The line of a page's circuit, which a test can read, and cut without the browser or the server noticing.</summary>
public sealed class CircuitLine
{
    private readonly Lock _gate = new();
    private readonly List<string> _messages = [];
    private readonly List<Action> _held = [];
    private bool _isCut;

    private CircuitLine() { }

    /// <summary>Call before the page is opened.</summary>
    public static async Task<CircuitLine> OfAsync(IPage page)
    {
        var line = new CircuitLine();
        await page.RouteWebSocketAsync(
            "**/_blazor*",
            browser =>
            {
                var server = browser.ConnectToServer();
                browser.OnMessage(frame => line.Pass(frame, server));
                server.OnMessage(frame => line.Pass(frame, browser));
            }
        );
        return line;
    }

    /// <summary>How many messages of either side contain these words.</summary>
    public int Count(string words)
    {
        lock (_gate)
            return _messages.Count(m => m.Contains(words, StringComparison.Ordinal));
    }

    public void Cut()
    {
        lock (_gate)
            _isCut = true;
    }

    /// <summary>Ends the cut. What was sent meanwhile arrives late.</summary>
    public void Mend()
    {
        lock (_gate)
        {
            _isCut = false;
            _held.ForEach(send => send());
            _held.Clear();
        }
    }

    private void Pass(IWebSocketFrame frame, IWebSocketRoute to)
    {
        lock (_gate)
        {
            _messages.Add(frame.Binary is { } bytes ? Encoding.Latin1.GetString(bytes) : frame.Text!);
            if (_isCut)
                _held.Add(() => Send(frame, to));
            else
                Send(frame, to);
        }
    }

    private static void Send(IWebSocketFrame frame, IWebSocketRoute to)
    {
        if (frame.Binary is { } bytes)
            to.Send(bytes);
        else
            to.Send(frame.Text!);
    }
}
