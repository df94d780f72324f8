using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Benchmarks.Live;

/// <summary>A server with a page of 50 rows that change.</summary>
internal abstract partial class LiveTarget(ServerProcess server) : IAsyncDisposable
{
    public const int Rows = 50;

    private readonly HttpClient _sender = new() { BaseAddress = server.Address };

    public abstract string Name { get; }
    public ServerProcess Server => server;

    protected HttpClient Sender => _sender;

    public static string User(int row) => $"screen-user-{row:00000}";

    public static async Task<LiveTarget> StartFloorAsync() =>
        new Floor(await ServerProcess.StartOwnAsync("floor"));

    /// <summary>Starts the product with 50 disabled connections.</summary>
    public static async Task<LiveTarget> StartProductAsync()
    {
        var rows = Enumerable
            .Range(0, Rows)
            .Select(row => new WatchedRow(SignedLoad.ConnectionId(row), User(row)));
        var product = new Product(
            await ServerProcess.StartDashboardAsync([.. Admin]),
            [.. rows],
            areBroken: false
        );
        await product.SignInAsync();
        await product.BreakAllAsync();
        return product;
    }

    /// <summary>Configures the product with the admin whose screens are opened.</summary>
    public static IReadOnlyList<(string Key, string Value)> Admin { get; } =
    [
        ("Access__BootstrapAdmin__Email", Product.Email),
        ("Access__BootstrapAdmin__Password", Product.Password),
    ];

    /// <summary>Opens a product that runs on a database with connections.</summary>
    /// <param name="server">Started with <see cref="Admin"/>; disposed with the result.</param>
    /// <param name="rows">Disabled connections that the first page of the list shows.</param>
    public static async Task<LiveTarget> OpenProductAsync(
        ServerProcess server,
        IReadOnlyList<WatchedRow> rows
    )
    {
        var product = new Product(server, rows, areBroken: true);
        await product.SignInAsync();
        return product;
    }

    /// <summary>How many rows a screen shows that can change.</summary>
    public abstract int RowCount { get; }

    /// <summary>Finds a text of a screen that only this row has, and that every render of a change of it contains.</summary>
    /// <returns>Null when the batch does not show the row for the first time.</returns>
    public abstract byte[]? MarkOf(int row, ReadOnlySpan<byte> batch);

    /// <summary>Changes a row: a disabled one is repaired, and the other way round.</summary>
    public abstract Task ChangeAsync(int row);

    public abstract Task<HeadlessScreen> OpenAsync(Action<ReadOnlySpan<byte>> onBatch);

    public virtual async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        await server.DisposeAsync();
    }

    private sealed class Floor(ServerProcess server) : LiveTarget(server)
    {
        public override string Name => "floor";
        public override int RowCount => Rows;

        public override byte[]? MarkOf(int row, ReadOnlySpan<byte> batch) =>
            Encoding.UTF8.GetBytes(User(row)) is var name && batch.IndexOf(name) >= 0 ? name : null;

        public override async Task ChangeAsync(int row) =>
            (
                await Sender.PostAsync(new Uri($"/change/{User(row)}", UriKind.Relative), null)
            ).EnsureSuccessStatusCode();

        public override Task<HeadlessScreen> OpenAsync(Action<ReadOnlySpan<byte>> onBatch) =>
            HeadlessScreen.OpenAsync(Sender, new CookieContainer(), "/", onBatch);
    }

    private sealed partial class Product : LiveTarget
    {
        public const string Email = "admin@bench.example";
        public const string Password = "benchmark of live screens";

        private readonly CookieContainer _cookies = new();
        private readonly HttpClient _operator;
        private readonly IReadOnlyList<WatchedRow> _rows;
        private readonly bool[] _isBroken;
        private int _sent;

        public Product(ServerProcess server, IReadOnlyList<WatchedRow> rows, bool areBroken)
            : base(server)
        {
            _rows = rows;
            _isBroken = new bool[rows.Count];
            Array.Fill(_isBroken, areBroken);
            _operator = new HttpClient(new HttpClientHandler { CookieContainer = _cookies })
            {
                BaseAddress = server.Address,
                Timeout = TimeSpan.FromMinutes(5),
            };
        }

        public override string Name => "product";
        public override int RowCount => _rows.Count;

        // A row has a number on its screen, in the ids of its cells.
        public override byte[]? MarkOf(int row, ReadOnlySpan<byte> batch)
        {
            var link = batch.IndexOf(
                Encoding.UTF8.GetBytes($"\"><a href=\"/connections/{_rows[row].ConnectionId}\"")
            );
            if (link < 0)
                return null;
            var start = batch[..link].LastIndexOf((byte)'"') + 1;
            return [.. "id=\"n"u8, .. batch[(start + 1)..link], (byte)'"'];
        }

        // Apart from each other, so that they are no incident.
        public async Task BreakAllAsync()
        {
            var start = TimeProvider.System.GetUtcNow().AddHours(-23);
            for (var row = 0; row < _rows.Count; row++)
                await DeliverAsync(row, start.AddMinutes(25 * row));
        }

        public override Task ChangeAsync(int row) => DeliverAsync(row, TimeProvider.System.GetUtcNow());

        public override Task<HeadlessScreen> OpenAsync(Action<ReadOnlySpan<byte>> onBatch) =>
            HeadlessScreen.OpenAsync(_operator, _cookies, "/connections", onBatch);

        public override async ValueTask DisposeAsync()
        {
            _operator.Dispose();
            await base.DisposeAsync();
        }

        private async Task DeliverAsync(int row, DateTimeOffset at)
        {
            _isBroken[row] = !_isBroken[row];
            using var request = SignedLoad.ToRequest(
                SignedLoad.Body(
                    SignedLoad.WebhookId(Interlocked.Increment(ref _sent)),
                    _isBroken[row] ? "CONNECTION_BROKEN" : "CONNECTION_FIXED",
                    _rows[row].UserId,
                    _rows[row].ConnectionId,
                    at
                )
            );
            using var answer = await Sender.SendAsync(request);
            if (!answer.IsSuccessStatusCode)
                _isBroken[row] = !_isBroken[row];
            answer.EnsureSuccessStatusCode();
        }

        public async Task SignInAsync()
        {
            var address = new Uri("/account/sign-in", UriKind.Relative);
            var page = await _operator.GetStringAsync(address);
            var form = page.Split("<form").Single(f => f.Contains("Input.Email", StringComparison.Ordinal));
            var fields = HiddenFields()
                .Matches(form)
                .ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));
            (fields["Input.Email"], fields["Input.Password"]) = (Email, Password);
            using var content = new FormUrlEncodedContent(fields);
            (await _operator.PostAsync(address, content)).EnsureSuccessStatusCode();
        }

        [GeneratedRegex(
            "<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"",
            RegexOptions.None,
            matchTimeoutMilliseconds: 1000
        )]
        private static partial Regex HiddenFields();
    }
}

/// <summary>A connection of which screens show a row.</summary>
internal sealed record WatchedRow(string ConnectionId, string UserId);
