using CsvHelper;
using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Components.Navigation;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Http.HttpResults;

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
                        UserQueries queries,
                        ExportJournal journal,
                        TimeProvider time,
                        string? show,
                        string? q,
                        CancellationToken token
                    ) => SendAsync(UsersView.Read(show, q), format, queries, journal, time, token)
                )
                .Require(Permission.ExportLists)
                .ExcludeFromDescription();
        }
    }

    private static async Task<PushStreamHttpResult> SendAsync(
        UsersView view,
        ExportFormat format,
        UserQueries queries,
        ExportJournal journal,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        await journal.BeginAsync(
            "users",
            (view with { Search = null }).ToUri(),
            view.Search is not null,
            cancellationToken
        );
        var rows = Pages.AllAsync<UserRow, UserPosition>(
            (after, token) => queries.PageAsync(view with { IsById = true }, after, Pages.PieceSize, token),
            cancellationToken
        );
        return ListExport.Send(
            rows.Select(UserLine.Of),
            format,
            "users",
            time.GetUtcNow(),
            cancellationToken
        );
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
