using Dashboard.Text;

namespace Dashboard.Features.Connections;

/// <summary>The place of a connection in the list that it was opened from.</summary>
/// <param name="PreviousId">Null for the first one.</param>
/// <param name="NextId">Null for the last one.</param>
/// <param name="Words">"3 of 94", "3 of 100+", "First of 94", "Last of 94".</param>
public sealed record ListPlace(string? PreviousId, string? NextId, string Words)
{
    internal static ListPlace Of(ConnectionList list, ListedConnection row)
    {
        var (before, after) = (
            list.Rows.ElementAtOrDefault(row.Index - 1),
            list.Rows.ElementAtOrDefault(row.Index + 1)
        );
        var number = (before, after) switch
        {
            (null, null) => "Only one",
            (null, _) => "First",
            (_, null) => "Last",
            _ => Counts.Number(row.Index + 1),
        };
        var all = $"{Counts.Number(list.Rows.Count)}{(list.HasMore ? "+" : "")}";
        return new(
            before?.Row.Id,
            after?.Row.Id,
            after is null && before is null ? number : $"{number} of {all}"
        );
    }
}
