using Dashboard.Components;

namespace Dashboard.Features.Connections;

internal static class RowAudience
{
    /// <summary>The user of one connection; the e-mail lists all their broken connections.</summary>
    public static EmailAudience Of(ConnectionRow row) =>
        new(row.UserDisplayName, _ => new[] { row.UserId }.ToAsyncEnumerable(), row.Id);
}
