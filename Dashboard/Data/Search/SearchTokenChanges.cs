using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Dashboard.Data.Search;

/// <summary>The tokens that changes of users add and remove. An unchanged name and address cost nothing.</summary>
internal sealed class SearchTokenChanges
{
    private readonly List<SearchToken> _gone = [];
    private readonly List<SearchToken> _added = [];

    public bool IsEmpty => _gone.Count == 0 && _added.Count == 0;

    /// <summary>The changes that a context tracks.</summary>
    public static SearchTokenChanges Of(ChangeTracker tracker)
    {
        var changes = new SearchTokenChanges();
        foreach (var entry in tracker.Entries<SnapTradeUser>())
            changes.Take(entry);
        return changes;
    }

    public void Add(SnapTradeUser user) => Differ([], Tokens(user.Id, user.Name, user.Email));

    /// <param name="user">After the change.</param>
    /// <param name="name">The name before it.</param>
    /// <param name="email">The address before it.</param>
    public void Change(SnapTradeUser user, string? name, string? email) =>
        Differ(Tokens(user.Id, name, email), Tokens(user.Id, user.Name, user.Email));

    /// <summary>Runs after the users are written, whose versions exclude other writers.</summary>
    public async Task WriteAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var rows = new RowCommands(db);
        await rows.DeleteAsync(_gone, cancellationToken);
        await rows.InsertAsync(_added, cancellationToken);
    }

    private void Take(EntityEntry<SnapTradeUser> entry)
    {
        var user = entry.Entity;
        var (name, email) = (entry.Property(u => u.Name), entry.Property(u => u.Email));
        if (entry.State == EntityState.Added)
            Add(user);
        else if (entry.State == EntityState.Deleted)
            Differ(Tokens(user.Id, name.OriginalValue, email.OriginalValue), []);
        else if (entry.State == EntityState.Modified && (name.IsModified || email.IsModified))
            Change(user, name.OriginalValue, email.OriginalValue);
    }

    private static List<SearchToken> Tokens(string id, string? name, string? email) =>
        [.. SearchToken.Of(id, name, email)];

    private void Differ(List<SearchToken> before, List<SearchToken> after)
    {
        _gone.AddRange(before.ExceptBy(after.Select(t => t.Token), t => t.Token, StringComparer.Ordinal));
        _added.AddRange(after.ExceptBy(before.Select(t => t.Token), t => t.Token, StringComparer.Ordinal));
    }
}
