using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace Dashboard.Mail;

/// <summary>One session with the mail server. It carries one message at a time.</summary>
internal sealed class SmtpConnection(SmtpClient client)
{
    public SmtpClient Client => client;

    /// <summary>How many messages it carried.</summary>
    public int Messages { get; set; }
    public DateTimeOffset IdleSince { get; set; }
}

/// <summary>
/// Keeps a few connections that have done their work for the next message. One that nobody needs for a while
/// is closed.
/// </summary>
internal sealed class SmtpConnections : IDisposable
{
    /// <summary>Shorter than servers wait for a client that says nothing.</summary>
    public static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(20);

    /// <summary>Servers end a session after so many messages or more, and balancers should get to choose anew.</summary>
    public const int MostMessages = 100;

    private const int MostIdle = 4;
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    private readonly SmtpOptions smtp;
    private readonly TimeProvider time;
    private readonly Stack<SmtpConnection> idle = new();
    private readonly ITimer sweeper;
    private bool isDisposed;

    public SmtpConnections(IOptions<MailOptions> options, TimeProvider time)
    {
        (smtp, this.time) = (options.Value.Smtp, time);
        sweeper = time.CreateTimer(
            _ => CloseIdle(),
            state: null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>The connection used last, which its server may have closed meanwhile; null when none is kept.</summary>
    public SmtpConnection? TakeIdle()
    {
        var since = time.GetUtcNow() - IdleFor;
        lock (idle)
            return idle.TryPeek(out var last) && last.IdleSince > since ? idle.Pop() : null;
    }

    public async Task<SmtpConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var security = smtp.Security switch
        {
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
        var client = new SmtpClient();
        try
        {
            await client.ConnectAsync(smtp.Host, smtp.PortOrUsual, security, cancellationToken);
            if (smtp is { User.Length: > 0, Password.Length: > 0 })
                await client.AuthenticateAsync(smtp.User, smtp.Password, cancellationToken);
            return new SmtpConnection(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Takes a connection back, to be used again or closed.</summary>
    public void GiveBack(SmtpConnection connection)
    {
        if (!Keep(connection))
            _ = CloseAsync(connection);
    }

    public void Dispose()
    {
        sweeper.Dispose();
        lock (idle)
        {
            isDisposed = true;
            while (idle.TryPop(out var connection))
                connection.Client.Dispose();
        }
    }

    private bool Keep(SmtpConnection connection)
    {
        if (!connection.Client.IsConnected || connection.Messages >= MostMessages)
            return false;
        lock (idle)
        {
            if (isDisposed || idle.Count >= MostIdle)
                return false;
            connection.IdleSince = time.GetUtcNow();
            idle.Push(connection);
            if (idle.Count == 1)
                sweeper.Change(IdleFor, Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    private void CloseIdle()
    {
        var since = time.GetUtcNow() - IdleFor;
        lock (idle)
        {
            List<SmtpConnection> kept = [.. idle.Where(c => c.IdleSince > since)];
            foreach (var connection in idle.Except(kept))
                _ = CloseAsync(connection);
            idle.Clear();
            kept.Reverse();
            kept.ForEach(idle.Push);
            // The one at the bottom has waited longest.
            if (kept is [var oldest, ..])
                sweeper.Change(oldest.IdleSince - since, Timeout.InfiniteTimeSpan);
        }
    }

    // Its messages are the server's by now, whatever becomes of the goodbye.
    private async Task CloseAsync(SmtpConnection connection)
    {
        using var client = connection.Client;
        using var patience = new CancellationTokenSource(Goodbye, time);
        try
        {
            await client.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception exception)
            when (exception is OperationCanceledException || SmtpTrouble.IsOfDelivery(exception))
        {
            // Disposing of the client closes what is left.
        }
    }
}
