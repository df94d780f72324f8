using System.Net.Sockets;
using Dashboard.Domain;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace Dashboard.Mail;

/// <summary>One session with the mail server. It carries one message at a time.</summary>
internal sealed class SmtpConnection(SmtpClient client)
{
    public SmtpClient Client => client;

    /// <summary>The number of messages it carried.</summary>
    public int Messages { get; set; }
    public DateTimeOffset IdleSince { get; set; }
}

/// <summary>
/// Pools a few idle connections for the next message. Connections that stay idle are closed.
/// </summary>
internal sealed class SmtpConnections : IDisposable
{
    /// <summary>Shorter than the idle timeout of mail servers.</summary>
    public static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(20);

    /// <summary>Servers limit the messages of a session, and load balancers choose per connection.</summary>
    public const int MaxMessages = 100;

    /// <summary>The most bytes that a server may say in a session: replies to a hundred messages need some 50 KB.</summary>
    public const long MaxReceived = 1024 * 1024;

    private const int MaxIdle = 4;
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    private readonly SmtpOptions _smtp;
    private readonly TimeProvider _time;
    private readonly Stack<SmtpConnection> _idle = new();
    private readonly ITimer _sweeper;
    private bool _isDisposed;

    public SmtpConnections(IOptions<MailOptions> options, TimeProvider time)
    {
        (_smtp, _time) = (options.Value.Smtp, time);
        _sweeper = time.CreateTimer(
            _ => CloseIdle(),
            state: null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Takes the connection used last, which the server may have closed; null when the pool is empty.</summary>
    public SmtpConnection? TakeIdle()
    {
        var since = _time.GetUtcNow() - IdleFor;
        lock (_idle)
            return _idle.TryPeek(out var last) && last.IdleSince > since ? _idle.Pop() : null;
    }

    public async Task<SmtpConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var security = _smtp.Security switch
        {
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
        var client = new SmtpClient();
        try
        {
            var stream = await ReachAsync(cancellationToken);
            await client.ConnectAsync(stream, _smtp.Host, _smtp.PortOrUsual, security, cancellationToken);
            if (_smtp is { User: { Length: > 0 } user, Password: { Length: > 0 } password })
                await SignInAsync(client, user, password, cancellationToken);
            return new SmtpConnection(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static async Task SignInAsync(
        SmtpClient client,
        string user,
        string password,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await client.AuthenticateAsync(user, password, cancellationToken);
        }
        catch (NotSupportedException missing)
        {
            // What the client can't do is otherwise TLS, which has other causes.
            throw new SignInNotOfferedException([.. client.AuthenticationMechanisms], missing);
        }
    }

    // The SMTP client reads banners and replies to their end, however long they are.
    private async Task<Stream> ReachAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_smtp.Host, _smtp.PortOrUsual, cancellationToken);
            return new BoundedStream(new NetworkStream(socket, ownsSocket: true), MaxReceived);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Returns a connection to the pool, or closes it.</summary>
    public void GiveBack(SmtpConnection connection)
    {
        if (!Keep(connection))
            _ = CloseAsync(connection);
    }

    public void Dispose()
    {
        _sweeper.Dispose();
        lock (_idle)
        {
            _isDisposed = true;
            while (_idle.TryPop(out var connection))
                connection.Client.Dispose();
        }
    }

    private bool Keep(SmtpConnection connection)
    {
        if (!connection.Client.IsConnected || connection.Messages >= MaxMessages)
            return false;
        lock (_idle)
        {
            if (_isDisposed || _idle.Count >= MaxIdle)
                return false;
            connection.IdleSince = _time.GetUtcNow();
            _idle.Push(connection);
            if (_idle.Count == 1)
                _sweeper.Change(IdleFor, Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    private void CloseIdle()
    {
        var since = _time.GetUtcNow() - IdleFor;
        lock (_idle)
        {
            List<SmtpConnection> kept = [.. _idle.Where(c => c.IdleSince > since)];
            foreach (var connection in _idle.Except(kept))
                _ = CloseAsync(connection);
            _idle.Clear();
            kept.Reverse();
            kept.ForEach(_idle.Push);
            // The first one has been idle longest.
            if (kept is [var oldest, ..])
                _sweeper.Change(oldest.IdleSince - since, Timeout.InfiniteTimeSpan);
        }
    }

    // Its messages are accepted, so a failure to close it does not matter.
    private async Task CloseAsync(SmtpConnection connection)
    {
        using var client = connection.Client;
        using var patience = new CancellationTokenSource(Goodbye, _time);
        try
        {
            await client.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception exception)
            when (exception is OperationCanceledException || SmtpTrouble.IsOfDelivery(exception))
        {
            // Disposing the client closes the connection.
        }
    }
}
