using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Api.Exports;
using Dashboard.Components.Navigation;
using Dashboard.Domain;
using Dashboard.Domain.Operators;

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
                    (
                        HttpContext context,
                        ExportJournal journal,
                        CurrentOperator current,
                        TimeProvider time
                    ) => SendAsync(context, format, journal, current.Id, time)
                )
                .Require(Permission.ExportLists)
                .ExcludeFromDescription();
        }
    }

    private static async Task<IResult> SendAsync(
        HttpContext context,
        ExportFormat format,
        ExportJournal journal,
        string operatorId,
        TimeProvider time
    )
    {
        var query = context.Request.Query;
        var view = ConnectionsView.Read(name => query[name]);
        var now = time.GetUtcNow();
        await journal.BeginAsync(
            "connections",
            (view with { Chosen = view.Health, Search = null }).ToUri(),
            view.Search is not null,
            context.RequestAborted
        );
        // Connections change meanwhile.
        var filter = view.ToFilter(now, operatorId) with
        {
            Order = ConnectionOrder.ById,
        };
        return await ExportAnswer.SendAsync(
            context,
            new ExportOrder("connections", Permission.ViewConnections, format, now),
            (services, cancellationToken) => Lines(filter, now, services, cancellationToken)
        );
    }

    private static IAsyncEnumerable<ConnectionLine> Lines(
        ConnectionFilter filter,
        DateTimeOffset now,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        var queries = services.GetRequiredService<ConnectionQueries>();
        return Pages
            .AllAsync<ConnectionRow, ConnectionPosition>(
                (after, token) => queries.PageAsync(filter, after, ConnectionList.PageSize, token),
                cancellationToken
            )
            .Select(row => ConnectionLine.Of(row, now));
    }
}
