using System.Net;
using Dashboard.SnapTrade;

namespace Dashboard.Tests.SnapTrade;

/// <summary>Endless responses are not read completely.</summary>
public sealed class AnswerLimitTests : IDisposable
{
    private readonly SnapTradeClientHost _host = new();
    private readonly EndlessStream _answer = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("login", 256)]
    [InlineData("register", 256)]
    [InlineData("connection", 256)]
    [InlineData("connections", 8 * 1024)]
    [InlineData("accounts", 8 * 1024)]
    [InlineData("brokerages", 8 * 1024)]
    [InlineData("status", 256)]
    public async Task An_operation_reads_a_limit_of_its_own_and_says_what_was_wrong(
        string operation,
        int limit
    )
    {
        AnswerEndlessly(HttpStatusCode.OK);

        var failure = await Assert.ThrowsAsync<SnapTradeException>(() => CallAsync(operation));

        Assert.Equal(SnapTradeErrorKind.InvalidResponse, failure.Kind);
        Assert.Contains($"larger than {limit} KB", failure.Message, StringComparison.Ordinal);
        // What is read ahead of the limit is a buffer.
        Assert.InRange(_answer.Given, limit * 1024L, limit * 1024L + 1024 * 1024);
    }

    [Fact]
    public async Task Of_an_error_only_the_beginning_is_read()
    {
        AnswerEndlessly(HttpStatusCode.BadGateway);

        var failure = await Assert.ThrowsAsync<SnapTradeException>(() => CallAsync("login"));

        Assert.Equal(SnapTradeErrorKind.ServerError, failure.Kind);
        Assert.InRange(_answer.Given, 1, 1024 * 1024);
    }

    private void AnswerEndlessly(HttpStatusCode status) =>
        _host.Network.AnswerWith(new HttpResponseMessage(status) { Content = new StreamContent(_answer) });

    private Task CallAsync(string operation)
    {
        var (client, user) = (_host.Client, SnapTradeClientHost.User);
        return operation switch
        {
            "login" => client.LoginAsync(user, new LoginRequest(), Token),
            "register" => client.RegisterUserAsync("customer", Token),
            "connection" => client.GetAuthorizationAsync("c", user, Token),
            "connections" => client.ListAuthorizationsAsync(user, Token),
            "accounts" => client.ListAccountsAsync("c", user, Token),
            "brokerages" => client.ListBrokeragesAsync(Token),
            _ => client.GetStatusAsync(Token),
        };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>White space, which may stand before any JSON.</summary>
    private sealed class EndlessStream : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Without any limit the test would not end.
            Assert.True(Given < 256 * 1024 * 1024, "The answer is read without a limit.");
            buffer.Span.Fill((byte)' ');
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
