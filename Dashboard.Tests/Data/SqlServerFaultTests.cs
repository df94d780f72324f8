using System.Net;
using System.Net.Sockets;
using Dashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Data;

/// <summary>Tests the driver's errors without a server, and when the connection is lost.</summary>
public sealed class SqlServerFaultTests
{
    [Fact]
    public async Task A_refused_connection_may_succeed_later()
    {
        using var listener = Listen();
        var port = PortOf(listener);
        listener.Stop();

        await AssertTransientAsync(port);
    }

    [Fact]
    public async Task A_closed_connection_may_succeed_later()
    {
        using var listener = Listen();
        var closing = CloseFirstAsync(listener);

        await AssertTransientAsync(PortOf(listener));
        await closing;
    }

    [Fact]
    public async Task A_server_that_does_not_answer_may_answer_later()
    {
        using var listener = Listen();

        await AssertTransientAsync(PortOf(listener));
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static async Task CloseFirstAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Token);
    }

    private static async Task AssertTransientAsync(int port)
    {
        var builder = new DbContextOptionsBuilder<SqlServerDashboardDbContext>();
        DataSetup.UseSqlServer(
            builder,
            new DatabaseOptions
            {
                ConnectionString =
                    $"Server=tcp:127.0.0.1,{port};User Id=u;Password=p;Encrypt=False;Connect Timeout=1;ConnectRetryCount=0;Pooling=False",
            }
        );
        await using var db = new SqlServerDashboardDbContext(builder.WithIdentity().Options);

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => db.Database.OpenConnectionAsync(Token));

        Assert.True(db.IsTransient(exception), exception.ToString());
        Assert.True(db.IsTransient(new DbUpdateException("wrapped", exception)));
        Assert.False(db.IsUniqueViolation(exception));
    }
}
