using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.Import;

/// <summary>
/// Goes through a file once, to find out what it would change or to change it. How far it has come is written together
/// with the rows, so that another pass can continue there after the process ends.
/// </summary>
internal sealed class ImportPass(
    IDbContextFactory<DashboardDbContext> contexts,
    StagedFile files,
    UserSecrets secrets,
    AuditWriter audit,
    TimeProvider time
)
{
    /// <summary>How many bad rows are reported by line; all are counted.</summary>
    public const int MaxIssues = 50_000;

    /// <summary>Goes through the file from where the last pass was broken off.</summary>
    /// <param name="import">As it was found.</param>
    /// <param name="mayGoOn">Asked before each batch; false: another node is at it.</param>
    /// <param name="cancellationToken">Breaks off between batches, or within one that is undone then.</param>
    /// <exception cref="UnreadableFileException"/>
    public async Task RunAsync(
        UserImport import,
        Func<CancellationToken, Task<bool>> mayGoOn,
        CancellationToken cancellationToken
    )
    {
        var scan = await ImportScan.OfAsync(RowsOf(import, cancellationToken), cancellationToken);
        // Checking writes nothing that is worth keeping.
        var done = import.State == UserImportState.Checking ? 0 : import.RowsDone;
        if (!await BeginAsync(import, scan, cancellationToken))
            return;
        await foreach (
            var rows in RowsOf(import, cancellationToken)
                .Skip(done)
                .Chunk(ImportBatch.Size)
                .WithCancellation(cancellationToken)
        )
        {
            if (
                !await mayGoOn(cancellationToken)
                || !await TakeAsync(import, rows, scan, done, cancellationToken)
            )
                return;
            done += rows.Length;
        }
        await EndAsync(import, done, cancellationToken);
    }

    /// <summary>Ends an import that can't go on, and deletes the file. What was written until then stays.</summary>
    /// <param name="import">The import as read; if it was cancelled since then, it stays cancelled.</param>
    /// <param name="problem">What people read; holds nothing of the file.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public Task FailAsync(UserImport import, string problem, CancellationToken cancellationToken) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                if (await FindAsync(db, import, token) is not { } found)
                    return;
                found.Fail(Limits.Cut(problem, Limits.Text)!, time.GetUtcNow());
                // Only what was started has an entry that another must follow.
                if (found.StartedAt is not null)
                    Record(db, found, $"{AuditResults.Failed}: {problem}");
                await db.SaveChangesAsync(token);
                await StagedFile.ForgetAsync(db, import.Id, token);
            },
            cancellationToken
        );

    private IAsyncEnumerable<ImportRow> RowsOf(UserImport import, CancellationToken cancellationToken) =>
        new CsvFile(import.Encoding).RowsAsync(
            files.Open(import.Id),
            ImportMapping.Read(import.Mapping),
            cancellationToken
        );

    private async Task<bool> BeginAsync(
        UserImport import,
        ImportScan scan,
        CancellationToken cancellationToken
    )
    {
        if (import.State != UserImportState.Checking)
            return true;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var found = await FindAsync(db, import, cancellationToken);
        if (found is null)
            return false;
        found.BeginPass(scan.Rows);
        await db.UserImportIssues.Where(i => i.ImportId == import.Id).ExecuteDeleteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <returns>False when it was cancelled, or another node continued it.</returns>
    private async Task<bool> TakeAsync(
        UserImport import,
        ImportRow[] rows,
        ImportScan scan,
        int done,
        CancellationToken cancellationToken
    )
    {
        var batch = new ImportBatch(rows, scan);
        // A webhook or an API client may write the same user at the same moment; the batch then runs again on top of that.
        return await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var found = await FindAsync(db, import, token);
                if (found is null || found.RowsDone != done)
                    return false;
                var by = import.StartedBy ?? import.CreatedBy;
                found.Advance(await batch.CompareAsync(db, secrets, by, time.GetUtcNow(), token));
                if (import.State == UserImportState.Running)
                    await batch.WriteAsync(db, token);
                else if (found.Bad <= MaxIssues)
                    db.AddRange(IssuesOf(import, rows, scan));
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );
    }

    private static IEnumerable<UserImportIssue> IssuesOf(
        UserImport import,
        ImportRow[] rows,
        ImportScan scan
    ) =>
        rows.Where(r => r.Input is null || r.Warning is not null || scan.Superseded.Contains(r.Index))
            .DistinctBy(r => r.Line)
            .Select(r => new UserImportIssue
            {
                ImportId = import.Id,
                Line = r.Line,
                UserId = r.UserId,
                Reason = Limits.Cut(
                    r.Problem
                        ?? (scan.Superseded.Contains(r.Index) ? null : r.Warning)
                        ?? "The same user comes again further down, and that row counts.",
                    Limits.Text
                )!,
            });

    private async Task EndAsync(UserImport import, int done, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var found = await FindAsync(db, import, cancellationToken);
        if (found is null || found.RowsDone != done)
            return;
        found.EndPass(time.GetUtcNow());
        if (found.State == UserImportState.Done)
        {
            Record(db, found, "done");
            await db
                .UserImportChunks.Where(c => c.ImportId == found.Id)
                .ExecuteDeleteAsync(cancellationToken);
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private void Record(DashboardDbContext db, UserImport import, string result) =>
        audit.Add(
            db,
            import.StartedById,
            import.StartedBy!,
            import.StartedByRole!,
            AuditActions.FinishUserImport,
            $"import:{import.Id}",
            result,
            after: ImportFacts.Of(import)
        );

    // Null when its state has changed because it was cancelled.
    private static Task<UserImport?> FindAsync(
        DashboardDbContext db,
        UserImport import,
        CancellationToken cancellationToken
    ) =>
        db.UserImports.SingleOrDefaultAsync(
            i => i.Id == import.Id && i.State == import.State,
            cancellationToken
        );
}
