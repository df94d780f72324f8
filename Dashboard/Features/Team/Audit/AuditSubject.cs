using Dashboard.Components.Navigation;
using Dashboard.Text;

namespace Dashboard.Features.Team.Audit;

/// <summary>The object of an action: its kind and id, as in <c>connection:3f1b…</c>.</summary>
internal sealed record AuditSubject(string Kind, string Id)
{
    /// <summary>The page that shows it; null when none does.</summary>
    public string? Href =>
        Kind switch
        {
            "connection" => ConnectionAddress.Of(Id),
            "user" => UserAddress.Of(Id),
            "import" => UserAddress.OfImport(Id),
            "batch" => $"/emails/batches/{Uri.EscapeDataString(Id)}",
            _ => null,
        };

    public string Title =>
        Id.Length == 0 ? AuditWords.Action(Kind) : $"{AuditWords.Action(Kind)} {Ids.Short(Id)}";

    public static AuditSubject? Of(string? subject) =>
        subject?.IndexOf(':', StringComparison.Ordinal) switch
        {
            null => null,
            < 0 => new(subject, ""),
            { } colon => new(subject[..colon], subject[(colon + 1)..]),
        };
}
