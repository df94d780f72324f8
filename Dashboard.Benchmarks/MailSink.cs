using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Benchmarks;

/// <summary>A mail server that accepts every message and only counts them.</summary>
internal static class MailSink
{
    private static readonly HashSet<string> Ids = new(StringComparer.Ordinal);
    private static int _messages;
    private static int _connections;

    /// <summary>Runs until its input ends, then prints the count.</summary>
    public static async Task RunAsync(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _ = AcceptAsync(listener);
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        Console.WriteLine($"{_messages} messages, {Ids.Count} different, over {_connections} connections");
    }

    private static async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync();
            client.NoDelay = true;
            Interlocked.Increment(ref _connections);
            _ = ServeAsync(client);
        }
    }

    private static async Task ServeAsync(TcpClient client)
    {
        using var ending = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false));
        writer.NewLine = "\r\n";
        writer.AutoFlush = true;
        try
        {
            await writer.WriteLineAsync("220 sink");
            while (await reader.ReadLineAsync() is { } line)
            {
                await writer.WriteLineAsync(await AnswerAsync(line, reader, writer));
                if (line == "QUIT")
                    return;
            }
        }
        catch (IOException)
        {
            // The sender has exited.
        }
    }

    private static async Task<string> AnswerAsync(string line, StreamReader reader, StreamWriter writer)
    {
        if (line != "DATA")
            return line == "QUIT" ? "221 bye" : "250 OK";
        await writer.WriteLineAsync("354 go on");
        while (await reader.ReadLineAsync() is { } part && part != ".")
        {
            if (part.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase))
            {
                lock (Ids)
                    Ids.Add(part);
            }
        }
        Interlocked.Increment(ref _messages);
        return "250 taken";
    }
}
