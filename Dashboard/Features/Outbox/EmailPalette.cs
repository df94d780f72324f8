using Dashboard.Access;
using Dashboard.Components.Palette;
using Dashboard.Domain.Operators;
using Dashboard.Emails;
using Dashboard.Text;

namespace Dashboard.Features.Outbox;

/// <summary>E-mails for the command palette: by the id, or the latest to a user.</summary>
internal sealed class EmailPalette(OutboxQueries queries, CurrentOperator current, TimeProvider time)
    : IPaletteSource
{
    public string Title => "E-mails";

    public int Order => 30;

    public async Task<IReadOnlyList<PaletteItem>> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length == 0 || !current.Can(Permission.ViewEmails))
            return [];
        var byId = await queries.FindAsync([text], cancellationToken);
        var view = OutboxView.Default with { Search = text };
        var rows =
            byId.Count > 0
                ? byId
                : (
                    await queries.PageAsync(view, after: null, PaletteSearch.MaxItems, cancellationToken)
                ).Rows;
        var now = time.GetUtcNow();
        return
        [
            .. rows.Select(row => new PaletteItem(
                $"To {Bidi.Isolate(row.UserDisplayName)}",
                EmailPaths.Of(row.Id),
                "mail",
                $"{EmailWords.Of(row.Email, now).Word}, {TimeText.Ago(row.Email.CreatedAt, now)}"
            )),
        ];
    }
}
