using Dashboard.Access;
using Dashboard.Components.Navigation;
using Dashboard.Components.Palette;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Text;

namespace Dashboard.Features.Connections;

/// <summary>Connections for the command palette: disabled ones first, and the list of all when there are more.</summary>
internal sealed class ConnectionPalette(ConnectionQueries queries, CurrentOperator current, TimeProvider time)
    : IPaletteSource
{
    public string Title => "Connections";

    public int Order => 20;

    public async Task<IReadOnlyList<PaletteItem>> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length == 0 || !current.Can(Permission.ViewConnections))
            return [];
        var view = ConnectionsView.Default with { Search = text };
        var now = time.GetUtcNow();
        var page = await queries.PageAsync(
            view.ToFilter(now, current.Id),
            after: null,
            PaletteSearch.MaxItems,
            cancellationToken
        );
        var items = page.Rows.Select(row => new PaletteItem(
            $"{Bidi.Isolate(row.UserDisplayName)}, {Bidi.Isolate(row.BrokerageName)}",
            ConnectionAddress.Of(row.Id),
            row.Health == Health.Disabled ? "broken-link" : "link",
            Words(row, now)
        ));
        return page.Next is null
            ? [.. items]
            : [.. items.SkipLast(1), new PaletteItem("All connections that match", view.ToUri(), "filter")];
    }

    private static string Words(ConnectionRow row, DateTimeOffset now) =>
        row.Health == Health.Disabled
            ? $"Disabled for {TimeText.Duration(now - row.Since)}"
            : row.Health.ToString();
}
