using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections.Views;

/// <summary>
/// What the audit trail says of the team's views; of own views it says nothing. The searched text may be a name or an
/// address, which must not stay on the trail.
/// </summary>
internal static class SavedViewTrail
{
    /// <param name="audit">The caller's.</param>
    /// <param name="db">The context that writes the change.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="saved">The view.</param>
    /// <param name="before">The list before; null for a new view.</param>
    /// <param name="after">The list afterwards; null when it is deleted.</param>
    public static void Record(
        AuditWriter audit,
        DashboardDbContext db,
        string action,
        SavedView saved,
        ConnectionsView? before,
        ConnectionsView? after
    )
    {
        if (saved.IsShared)
            audit.Add(db, action, SubjectOf(saved), "done", Shown(saved, before), Shown(saved, after));
    }

    public static void RecordName(AuditWriter audit, DashboardDbContext db, SavedView saved, string name)
    {
        if (!saved.IsShared)
            return;
        var parts = new ChangedParts().Add("name", saved.Name, name);
        audit.Add(db, AuditActions.ChangeSharedView, SubjectOf(saved), "done", parts.Before, parts.After);
    }

    private static string SubjectOf(SavedView saved) => $"view:{saved.Id}";

    private static object? Shown(SavedView saved, ConnectionsView? list) =>
        list is null
            ? null
            : new { saved.Name, Filters = ListWords.Describe(list, counts: null, "the person who opens it") };
}
