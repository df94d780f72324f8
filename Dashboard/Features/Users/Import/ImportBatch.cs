using Dashboard.Data;
using Dashboard.Data.Search;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.Import;

/// <summary>Compares some rows of an import with the stored users, and writes them.</summary>
internal sealed class ImportBatch(IReadOnlyList<ImportRow> rows, ImportScan scan)
{
    /// <summary>How many rows are compared, or written, in one transaction.</summary>
    public const int Size = 500;

    private readonly List<ImportRow> _counted =
    [
        .. rows.Where(r => r.Input is not null && !scan.Superseded.Contains(r.Index)),
    ];
    private readonly List<SnapTradeUser> _added = [];
    private readonly List<SnapTradeUser> _changed = [];
    private SearchTokenChanges _tokens = new();

    /// <summary>Applies the rows to the current users, in memory.</summary>
    /// <returns>What the rows change.</returns>
    public async Task<ImportCounts> CompareAsync(
        DashboardDbContext db,
        UserSecrets secrets,
        string by,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        _added.Clear();
        _changed.Clear();
        _tokens = new();
        var ids = _counted.ConvertAll(r => r.UserId!);
        var known = await db
            .SnapTradeUsers.AsNoTracking()
            .Where(u => ids.Contains(u.Id))
            .ToDictionaryAsync(u => u.Id, StringComparer.Ordinal, cancellationToken);
        foreach (var row in _counted)
            Apply(row, known.GetValueOrDefault(row.UserId!), secrets, by, now);
        return new ImportCounts(
            _added.Count,
            _changed.Count,
            _counted.Count - _added.Count - _changed.Count,
            rows.Count(r => r.Input is null),
            rows.Count(r => r.Input is not null) - _counted.Count
        );
    }

    /// <summary>Writes the compared rows.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Another writer changed one of the users since.</exception>
    public async Task WriteAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var commands = new RowCommands(db);
        await commands.InsertAsync(_added, cancellationToken);
        await commands.UpdateAsync(_changed, cancellationToken);
        await _tokens.WriteAsync(db, cancellationToken);
    }

    private void Apply(ImportRow row, SnapTradeUser? user, UserSecrets secrets, string by, DateTimeOffset now)
    {
        if (user is not null && !UserPatch.IsChange(user, row.Input!, secrets))
            return;
        var (isNew, name, email) = (user is null, user?.Name, user?.Email);
        user ??= SnapTradeUser.Create(row.UserId!, now);
        UserPatch.Apply(user, row.Input!, secrets, by, now);
        user.NextVersion();
        if (isNew)
        {
            _added.Add(user);
            _tokens.Add(user);
        }
        else
        {
            _changed.Add(user);
            _tokens.Change(user, name, email);
        }
    }
}
