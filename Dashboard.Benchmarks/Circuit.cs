using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Dashboard.Benchmarks.Live;

namespace Dashboard.Benchmarks;

/// <summary>A screen without a browser, of which the texts of each render are read.</summary>
internal sealed class Circuit : IAsyncDisposable
{
    private readonly Channel<IReadOnlyList<string>> _renders = Channel.CreateUnbounded<
        IReadOnlyList<string>
    >();
    private HeadlessScreen _screen = null!;

    private Circuit() { }

    /// <summary>The texts of each render, in their order; ends with the circuit.</summary>
    public ChannelReader<IReadOnlyList<string>> Renders => _renders.Reader;

    /// <param name="browser">Has the cookies of an operator's session.</param>
    /// <param name="cookies">The same.</param>
    /// <param name="path">The screen.</param>
    public static async Task<Circuit> OpenAsync(HttpClient browser, CookieContainer cookies, string path)
    {
        var circuit = new Circuit();
        circuit._screen = await HeadlessScreen.OpenAsync(
            browser,
            cookies,
            path,
            batch => circuit._renders.Writer.TryWrite(TextsOf(batch))
        );
        _ = circuit.EndWithCircuitAsync();
        return circuit;
    }

    /// <summary>Goes to another screen, as a click on a link does.</summary>
    public Task GoAsync(string path) => _screen.GoAsync(path);

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    private async Task EndWithCircuitAsync() =>
        _renders.Writer.TryComplete(new InvalidOperationException(await _screen.Failed));

    // The last five numbers say where the parts of a render begin; the last part is the table of its texts.
    private static List<string> TextsOf(ReadOnlySpan<byte> render)
    {
        var table = render[BinaryPrimitives.ReadInt32LittleEndian(render[^4..])..^20];
        var texts = new List<string>(table.Length / 4);
        for (; table.Length >= 4; table = table[4..])
        {
            var length = 0;
            var text = render[BinaryPrimitives.ReadInt32LittleEndian(table)..];
            for (var shift = 0; ; shift += 7, text = text[1..])
            {
                length |= (text[0] & 0x7f) << shift;
                if (text[0] < 0x80)
                    break;
            }
            texts.Add(Encoding.UTF8.GetString(text.Slice(1, length)));
        }
        return texts;
    }
}
