using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.Views;

/// <summary>
/// Saves, renames, shares and deletes views: everybody their own, and those of the team with
/// <see cref="Permission.ShareViews"/>. What happens to a view of the team is on the audit trail.
/// </summary>
internal sealed class SavedViews(
    IDbContextFactory<DashboardDbContext> contexts,
    ViewBoard board,
    AuditWriter audit,
    CurrentOperator current,
    TimeProvider time
)
{
    /// <summary>Keeps a list under a name.</summary>
    /// <param name="name">As it was typed.</param>
    /// <param name="view">The list.</param>
    /// <param name="isShared">Whether it is for the whole team.</param>
    /// <param name="replaces">Whether a view with the same name may be replaced.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>Why it was refused; null when it was saved.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<SavedViewRefusal?> SaveAsync(
        string? name,
        ConnectionsView view,
        bool isShared,
        bool replaces,
        CancellationToken cancellationToken
    )
    {
        var actor = await DemandAsync(isShared);
        if (SavedViewName.Read(name, out var read) is { } refusal)
            return refusal;
        if (view.ToUri() is not { Length: <= SavedView.MaxAddressLength } address)
            return SavedViewRefusal.TooLong;
        return await WriteAsync(
            async (db, token) =>
            {
                var ownerId = isShared ? null : actor.Id;
                var others = await Of(db, ownerId).ToListAsync(token);
                if (others.Find(v => SavedViewName.IsSame(v.Name, read)) is { } taken)
                {
                    if (!replaces)
                        return SavedViewRefusal.NameTaken;
                    SavedViewTrail.Record(
                        audit,
                        db,
                        AuditActions.ChangeSharedView,
                        taken,
                        ViewOf(taken),
                        view
                    );
                    taken.Replace(address, actor.Name, time.GetUtcNow());
                    return null;
                }
                if (others.Count >= SavedView.MaxOfOne)
                    return SavedViewRefusal.TooMany;
                var added = SavedView.Create(ownerId, read, address, actor.Name, time.GetUtcNow());
                db.SavedViews.Add(added);
                SavedViewTrail.Record(audit, db, AuditActions.ShareView, added, before: null, after: view);
                return null;
            },
            cancellationToken
        );
    }

    /// <inheritdoc cref="SaveAsync"/>
    public async Task<SavedViewRefusal?> RenameAsync(
        string id,
        string? name,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        if (SavedViewName.Read(name, out var read) is { } refusal)
            return refusal;
        return await ChangeAsync(
            id,
            async (db, view, token) =>
            {
                var others = await Of(db, view.OwnerId).Where(v => v.Id != id).ToListAsync(token);
                if (others.Exists(v => SavedViewName.IsSame(v.Name, read)))
                    return SavedViewRefusal.NameTaken;
                SavedViewTrail.RecordName(audit, db, view, read);
                view.Rename(read);
                return null;
            },
            cancellationToken
        );
    }

    /// <summary>Gives an own view to the team.</summary>
    /// <inheritdoc cref="SaveAsync"/>
    public async Task<SavedViewRefusal?> ShareAsync(string id, CancellationToken cancellationToken)
    {
        var actor = await DemandAsync(isShared: true);
        return await ChangeAsync(
            id,
            async (db, view, token) =>
            {
                var others = await Of(db, ownerId: null).Where(v => v.Id != id).ToListAsync(token);
                if (others.Exists(v => SavedViewName.IsSame(v.Name, view.Name)))
                    return SavedViewRefusal.NameTaken;
                if (others.Count >= SavedView.MaxOfOne)
                    return SavedViewRefusal.TooMany;
                view.Share(actor.Name, time.GetUtcNow());
                SavedViewTrail.Record(audit, db, AuditActions.ShareView, view, null, ViewOf(view));
                return null;
            },
            cancellationToken
        );
    }

    /// <inheritdoc cref="SaveAsync"/>
    public async Task<SavedViewRefusal?> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        return await ChangeAsync(
            id,
            (db, view, _) =>
            {
                SavedViewTrail.Record(audit, db, AuditActions.RemoveSharedView, view, ViewOf(view), null);
                db.SavedViews.Remove(view);
                return Task.FromResult<SavedViewRefusal?>(null);
            },
            cancellationToken
        );
    }

    /// <summary>The list that a view leads to. What its address names may not exist any more.</summary>
    public static ConnectionsView ViewOf(SavedView view) =>
        ConnectionsView.At(view.Address) ?? ConnectionsView.Default;

    private Task<SavedViewRefusal?> ChangeAsync(
        string id,
        Func<DashboardDbContext, SavedView, CancellationToken, Task<SavedViewRefusal?>> change,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            async (db, token) =>
            {
                // Views of others are as if they were not there.
                var view = await db.SavedViews.SingleOrDefaultAsync(
                    v => v.Id == id && (v.OwnerId == null || v.OwnerId == current.Id),
                    token
                );
                if (view is null)
                    return SavedViewRefusal.Gone;
                await DemandAsync(view.IsShared);
                return await change(db, view, token);
            },
            cancellationToken
        );

    private async Task<SavedViewRefusal?> WriteAsync(
        Func<DashboardDbContext, CancellationToken, Task<SavedViewRefusal?>> write,
        CancellationToken cancellationToken
    )
    {
        var refusal = await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var refused = await write(db, token);
                if (refused is null)
                    await db.SaveChangesAsync(token);
                return refused;
            },
            cancellationToken
        );
        await board.ReadAsync(CancellationToken.None);
        return refusal;
    }

    private Task<Actor> DemandAsync(bool isShared) =>
        isShared
            ? current.DemandAsync(Permission.ShareViews)
            : current.DemandAsync(Permission.ViewConnections);

    private static IQueryable<SavedView> Of(DashboardDbContext db, string? ownerId) =>
        db.SavedViews.Where(v => v.OwnerId == ownerId);
}
