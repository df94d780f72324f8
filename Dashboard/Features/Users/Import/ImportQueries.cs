using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.Import;

/// <summary>A column of an uploaded file.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Name">Fit to be shown: see <see cref="ColumnGuess.Shown"/>.</param>
internal sealed record ImportColumn(int Index, string Name);

/// <summary>The beginning of a file as a screen may show it, with values of imported columns alone and never a secret.</summary>
internal sealed record ImportPreview(IReadOnlyList<ImportColumn> Columns, IReadOnlyList<string[]> Rows);

/// <summary>The position of a row that was left out, by line.</summary>
public sealed record IssuePosition(long Line);

/// <summary>Reads imports of users for the screens.</summary>
public sealed class ImportQueries(
    IDbContextFactory<DashboardDbContext> contexts,
    StagedFile files,
    CurrentOperator current
)
{
    private const int PreviewRows = 8;

    /// <summary>Imports, newest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<UserImport, string>> PageAsync(
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ManageUsers);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Page(db, after).ToPageAsync(limit, import => import.Id, cancellationToken);
    }

    /// <returns>Null when there is no such import.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<UserImport?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageUsers);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.UserImports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken);
    }

    /// <summary>Rows that are not imported, by line.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<UserImportIssue, IssuePosition>> IssuesAsync(
        string id,
        IssuePosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ManageUsers);
        var afterLine = after?.Line ?? 0;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .UserImportIssues.AsNoTracking()
            .Where(i => i.ImportId == id && i.Line > afterLine)
            .OrderBy(i => i.Line)
            .ToPageAsync(limit, i => new IssuePosition(i.Line), cancellationToken);
    }

    /// <summary>How the file begins, if its columns mean this.</summary>
    /// <exception cref="AccessDeniedException"/>
    /// <exception cref="UnreadableFileException"/>
    internal async Task<ImportPreview> PreviewAsync(
        UserImport import,
        ImportMapping mapping,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ManageUsers);
        var file = new CsvFile(import.Encoding);
        var headers = await file.HeadersAsync(files.Open(import.Id), cancellationToken);
        var secret = ColumnGuess.Of(headers)[ImportField.UserSecret];
        var rows = await file.FirstAsync(files.Open(import.Id), PreviewRows, cancellationToken);
        return new ImportPreview(
            [
                .. headers.Select(
                    (header, column) => new ImportColumn(column, ColumnGuess.Shown(header, column))
                ),
            ],
            rows.ConvertAll(row => Shown(row, mapping, secret))
        );
    }

    internal static IQueryable<UserImport> Page(DashboardDbContext db, string? after)
    {
        var imports = db.UserImports.AsNoTracking();
        if (after is not null)
            imports = imports.Where(i => string.Compare(i.Id, after) < 0);
        return imports.OrderByDescending(i => i.Id);
    }

    // A column that looks like secrets stays covered whatever meaning is chosen for it.
    private static string[] Shown(string[] row, ImportMapping mapping, int? secret) =>
        [
            .. row.Select(
                (value, column) =>
                    mapping.FieldOf(column) switch
                    {
                        null => "",
                        _ when column == secret => Covered(value),
                        ImportField.UserSecret => Covered(value),
                        _ => value,
                    }
            ),
        ];

    private static string Covered(string value) => value.Length == 0 ? "" : "••••••";
}
