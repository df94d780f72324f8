using CsvHelper;
using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Api.Exports;
using Dashboard.Components.Navigation;
using Dashboard.Domain;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Users.List;

/// <summary>The list of users as a file, with the filters of its address; never a secret.</summary>
internal static class UserExport
{
    public static void Map(WebApplication app)
    {
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            app.MapGet(
                    ExportAddress.Of(UserAddress.List, format),
                    (
                        HttpContext context,
                        ExportJournal journal,
                        TimeProvider time,
                        string? show,
                        string? q
                    ) => SendAsync(UsersView.Read(show, q), format, context, journal, time)
                )
                .Require(Permission.ExportLists)
                .ExcludeFromDescription();
        }
    }

    private static async Task<IResult> SendAsync(
        UsersView view,
        ExportFormat format,
        HttpContext context,
        ExportJournal journal,
        TimeProvider time
    )
    {
        await journal.BeginAsync(
            "users",
            (view with { Search = null }).ToUri(),
            view.Search is not null,
            context.RequestAborted
        );
        return await ExportAnswer.SendAsync(
            context,
            new ExportOrder("users", Permission.ViewConnections, format, time.GetUtcNow()),
            (services, cancellationToken) => Lines(view with { IsById = true }, services, cancellationToken)
        );
    }

    private static IAsyncEnumerable<UserLine> Lines(
        UsersView view,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        var queries = services.GetRequiredService<UserQueries>();
        return Pages
            .AllAsync<UserRow, UserPosition>(
                (after, token) => queries.PageAsync(view, after, Pages.PieceSize, token),
                cancellationToken
            )
            .Select(UserLine.Of);
    }
}

/// <summary>A user as a line of the export. Times are ISO 8601 in UTC.</summary>
[CsvRecord]
internal sealed partial record UserLine(
    string Id,
    string? Name,
    string? Email,
    int Connections,
    int Disabled,
    string Secret,
    string? OptedOutAt,
    string? DeletedAt
)
{
    public static UserLine Of(UserRow row) =>
        new(
            row.Id,
            row.Name,
            row.Email,
            row.Connections,
            row.Broken,
            row.Secret.ToString(),
            ListExport.Time(row.OptedOutAt),
            ListExport.Time(row.DeletedAt)
        );
}
