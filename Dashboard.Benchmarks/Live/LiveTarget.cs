using System.Net;
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

    /// <summary>A text that only the row has, and that every render of it contains.</summary>
    public static string User(int row) => $"screen-user-{row:00000}";

    public static async Task<LiveTarget> StartFloorAsync() =>
        new Floor(await ServerProcess.StartOwnAsync("floor"));

    /// <summary>Starts the product with 50 disabled connections.</summary>
    public static async Task<LiveTarget> StartProductAsync()
    {
        var product = new Product(
            await ServerProcess.StartDashboardAsync([
                ("Access__BootstrapAdmin__Email", Product.Email),
                ("Access__BootstrapAdmin__Password", Product.Password),
            ])
        );
        await product.PrepareAsync();
        return product;
    }

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
        private readonly bool[] _isBroken = new bool[Rows];
        private int _sent;

        public Product(ServerProcess server)
            : base(server) =>
            _operator = new HttpClient(new HttpClientHandler { CookieContainer = _cookies })
            {
                BaseAddress = server.Address,
            };

        public override string Name => "product";

        public async Task PrepareAsync()
        {
            await SignInAsync();
            // Apart from each other, so that they are no incident.
            var start = TimeProvider.System.GetUtcNow().AddHours(-23);
            for (var row = 0; row < Rows; row++)
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
            var body = SignedLoad.Body(
                Interlocked.Increment(ref _sent),
                _isBroken[row] ? "CONNECTION_BROKEN" : "CONNECTION_FIXED",
                User(row),
                row,
                at
            );
            using var content = new ByteArrayContent(body);
            content.Headers.Add("Content-Type", "application/json");
            content.Headers.Add("Signature", SignedLoad.Sign(body));
            (
                await Sender.PostAsync(new Uri("/webhooks/snaptrade", UriKind.Relative), content)
            ).EnsureSuccessStatusCode();
        }

        private async Task SignInAsync()
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
