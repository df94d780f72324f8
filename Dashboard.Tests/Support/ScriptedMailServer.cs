using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Tests.Support;

/// <summary>A complete or partial command of a client.</summary>
/// <param name="Connection">Counts from 1.</param>
/// <param name="Message">How many messages were begun on all connections, this one included.</param>
/// <param name="Verb"><c>EHLO</c>, <c>MAIL</c> and so on; <c>BODY</c> after the first part of a message, <c>.</c> at its end.</param>
internal sealed record SmtpSaid(int Connection, int Message, string Verb, string Line);

/// <summary>
/// A mail server with scripted responses, for behaviour that a real one can't show. It accepts everything
/// else.
/// </summary>
internal sealed class ScriptedMailServer : IAsyncDisposable
{
    /// <summary>Closes the connection instead of answering.</summary>
    public const string Drop = "drop";

    /// <summary>Does not respond.</summary>
    public const string Silence = "silence";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<string> _taken = new();
    private readonly Func<SmtpSaid, Task<string?>> _answer;
    private readonly Task _accepting;
    private int _connections;
    private int _closed;
    private int _messages;

    private ScriptedMailServer(Func<SmtpSaid, Task<string?>> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <param name="answer">Null: the response of an accepting server.</param>
    public ScriptedMailServer(Func<SmtpSaid, string?> answer)
        : this(said => Task.FromResult(answer(said))) { }

    /// <summary>One that takes its time to answer.</summary>
    public static ScriptedMailServer Slow(Func<SmtpSaid, Task<string?>> answer) => new(answer);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were ever opened.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How many of them have ended.</summary>
    public int Closed => Volatile.Read(ref _closed);

    /// <summary>The messages it took, as they came.</summary>
    public IReadOnlyList<string> Taken => [.. _taken];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> served = [];
        try
        {
            while (true)
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var number = Interlocked.Increment(ref _connections);
        try
        {
            using (client)
                await new Session(this, number, client.GetStream()).RunAsync();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client, or the test, has ended.
        }
        Interlocked.Increment(ref _closed);
    }

    private sealed class Session(ScriptedMailServer server, int number, NetworkStream stream)
    {
        private const int FirstPart = 20;
        private readonly StreamReader _reader = new(stream, Encoding.UTF8);
        private int _message;

        public async Task RunAsync()
        {
            await SayAsync("220 scripted");
            while (await _reader.ReadLineAsync(server._end.Token) is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (verb == "MAIL")
                    _message = Interlocked.Increment(ref server._messages);
                if (!await AnswerAsync(verb, line, Usual(verb)))
                    return;
                if (verb == "QUIT")
                    return;
            }
        }

        private static string Usual(string verb) =>
            verb switch
            {
                "EHLO" => "250-scripted\r\n250-AUTH PLAIN\r\n250 8BITMIME",
                "AUTH" => "235 welcome",
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 OK",
            };

        private async Task<bool> AnswerAsync(string verb, string line, string usual)
        {
            var said = await server._answer(new SmtpSaid(number, _message, verb, line)) ?? usual;
            if (said == Silence)
                await Task.Delay(Timeout.Infinite, server._end.Token);
            if (said == Drop)
                return false;
            await SayAsync(said);
            return verb != "DATA"
                || !said.StartsWith("354", StringComparison.Ordinal)
                || await ReadBodyAsync();
        }

        private async Task<bool> ReadBodyAsync()
        {
            var body = new StringBuilder();
            for (var lines = 1; await _reader.ReadLineAsync(server._end.Token) is { } line; lines++)
            {
                if (line == ".")
                    return await TakeAsync(body.ToString());
                body.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
                if (
                    lines == FirstPart
                    && await server._answer(new SmtpSaid(number, _message, "BODY", "")) == Drop
                )
                    return false;
            }
            return false;
        }

        private async Task<bool> TakeAsync(string body)
        {
            var said = await server._answer(new SmtpSaid(number, _message, ".", "")) ?? "250 taken";
            // A server that does not respond may have accepted it.
            if (said is Drop or Silence || said.StartsWith('2'))
                server._taken.Enqueue(body);
            if (said == Silence)
                await Task.Delay(Timeout.Infinite, server._end.Token);
            if (said == Drop)
                return false;
            await SayAsync(said);
            return true;
        }

        private async Task SayAsync(string line) =>
            await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), server._end.Token);
    }
}
