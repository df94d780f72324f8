using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Tests.Support;

/// <summary>What a client said, or is in the middle of saying.</summary>
/// <param name="Connection">Counts from 1.</param>
/// <param name="Message">How many messages were begun on all connections, this one included.</param>
/// <param name="Verb"><c>EHLO</c>, <c>MAIL</c> and so on; <c>BODY</c> after the first part of a message, <c>.</c> at its end.</param>
internal sealed record SmtpSaid(int Connection, int Message, string Verb, string Line);

/// <summary>
/// A mail server that behaves as a test says, for what a real one can't be made to do. Everything it is not
/// told about it takes.
/// </summary>
internal sealed class ScriptedMailServer : IAsyncDisposable
{
    /// <summary>Closes the connection instead of answering.</summary>
    public const string Drop = "drop";

    /// <summary>Says nothing, for as long as the client waits.</summary>
    public const string Silence = "silence";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentQueue<string> taken = new();
    private readonly Func<SmtpSaid, Task<string?>> answer;
    private readonly Task accepting;
    private int connections;
    private int closed;
    private int messages;

    private ScriptedMailServer(Func<SmtpSaid, Task<string?>> answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <param name="answer">Null is what a willing server says.</param>
    public ScriptedMailServer(Func<SmtpSaid, string?> answer)
        : this(said => Task.FromResult(answer(said))) { }

    /// <summary>One that takes its time to answer.</summary>
    public static ScriptedMailServer Slow(Func<SmtpSaid, Task<string?>> answer) => new(answer);

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many connections were ever opened.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>How many of them have ended.</summary>
    public int Closed => Volatile.Read(ref closed);

    /// <summary>The messages it took, as they came.</summary>
    public IReadOnlyList<string> Taken => [.. taken];

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        await accepting;
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> served = [];
        try
        {
            while (true)
                served.Add(ServeAsync(await listener.AcceptTcpClientAsync(end.Token)));
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var number = Interlocked.Increment(ref connections);
        try
        {
            using (client)
                await new Session(this, number, client.GetStream()).RunAsync();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client, or the test, has ended.
        }
        Interlocked.Increment(ref closed);
    }

    private sealed class Session(ScriptedMailServer server, int number, NetworkStream stream)
    {
        private const int FirstPart = 20;
        private readonly StreamReader reader = new(stream, Encoding.UTF8);
        private int message;

        public async Task RunAsync()
        {
            await SayAsync("220 scripted");
            while (await reader.ReadLineAsync(server.end.Token) is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (verb == "MAIL")
                    message = Interlocked.Increment(ref server.messages);
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
            var said = await server.answer(new SmtpSaid(number, message, verb, line)) ?? usual;
            if (said == Silence)
                await Task.Delay(Timeout.Infinite, server.end.Token);
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
            for (var lines = 1; await reader.ReadLineAsync(server.end.Token) is { } line; lines++)
            {
                if (line == ".")
                    return await TakeAsync(body.ToString());
                body.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
                if (
                    lines == FirstPart
                    && await server.answer(new SmtpSaid(number, message, "BODY", "")) == Drop
                )
                    return false;
            }
            return false;
        }

        private async Task<bool> TakeAsync(string body)
        {
            var said = await server.answer(new SmtpSaid(number, message, ".", "")) ?? "250 taken";
            // A server that says no more may have taken it all the same.
            if (said is Drop or Silence || said.StartsWith('2'))
                server.taken.Enqueue(body);
            if (said == Silence)
                await Task.Delay(Timeout.Infinite, server.end.Token);
            if (said == Drop)
                return false;
            await SayAsync(said);
            return true;
        }

        private async Task SayAsync(string line) =>
            await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), server.end.Token);
    }
}
