using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Components.Navigation;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Connections;

/// <summary>The list of connections as a file, with the filters of its address.</summary>
internal static class ConnectionExport
{
    public static void Map(WebApplication app)
    {
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            app.MapGet(
                    ExportAddress.Of(ConnectionsView.Path, format),
                    (HttpRequest request, Sender sender, CancellationToken token) =>
                        sender.SendAsync(request.Query, format, token)
                )
                .Require(Permission.ExportLists)
                .ExcludeFromDescription();
        }
    }

    /// <summary>Reads the list page by page while it is sent.</summary>
    internal sealed class Sender(
        ConnectionQueries queries,
        ExportJournal journal,
        CurrentOperator current,
        TimeProvider time
    )
    {
        public async Task<PushStreamHttpResult> SendAsync(
            IQueryCollection query,
            ExportFormat format,
            CancellationToken cancellationToken
        )
        {
            var view = ConnectionsView.Read(name => query[name]);
            var now = time.GetUtcNow();
            await journal.BeginAsync(
                "connections",
                (view with { Chosen = view.Health, Search = null }).ToUri(),
                view.Search is not null,
                cancellationToken
            );
            // Connections change meanwhile.
            var filter = view.ToFilter(now, current.Id) with
            {
                Order = ConnectionOrder.ById,
            };
            var rows = Pages.AllAsync<ConnectionRow, ConnectionPosition>(
                (after, token) => queries.PageAsync(filter, after, ConnectionList.PageSize, token),
                cancellationToken
            );
            return ListExport.Send(
                rows.Select(row => ConnectionLine.Of(row, now)),
                format,
                "connections",
                now,
                cancellationToken
            );
        }
    }
}
