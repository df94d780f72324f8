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
        var gap = new Gap();
        await foreach (
            var rows in RowsOf(import, cancellationToken)
                .Skip(done)
                .Chunk(ImportBatch.Size)
                .WithCancellation(cancellationToken)
        )
        {
            if (!await mayGoOn(cancellationToken))
                return;
            gap.Begin();
            if (!await TakeAsync(import, rows, scan, done, cancellationToken))
                return;
            done += rows.Length;
            await gap.LeaveAsync(cancellationToken);
        }
        await EndAsync(import, done, cancellationToken);
    }

    /// <summary>Ends an import that can't go on, and deletes the file. What was written until then stays.</summary>
    /// <param name="import">The import as read; if it was cancelled since then, it stays cancelled.</param>
    /// <param name="problem">What people read; holds nothing of the file.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task FailAsync(UserImport import, string problem, CancellationToken cancellationToken)
    {
        var isFailed = await contexts.InTransactionAsync(
            async (db, token) =>
            {
                if (await FindAsync(db, import, token) is not { } found)
                    return false;
                found.Fail(Limits.Cut(problem, Limits.Text)!, time.GetUtcNow());
                // Only what was started has an entry that another must follow.
                if (found.StartedAt is not null)
                    Record(db, found, $"{AuditResults.Failed}: {problem}");
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );
        if (isFailed)
            await files.ForgetAsync(import.Id, cancellationToken);
    }

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
        await ImportIssues.ForgetAsync(contexts, import.Id, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var found = await FindAsync(db, import, cancellationToken);
        if (found is null)
            return false;
        found.BeginPass(scan.Rows);
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
        var by = import.StartedBy ?? import.CreatedBy;
        // Reading and encrypting take most of the time: they come before the transaction, which keeps other writers out.
        ImportCounts? compared;
        await using (var reading = await contexts.CreateDbContextAsync(cancellationToken))
            compared = await batch.CompareAsync(reading, secrets, by, time.GetUtcNow(), cancellationToken);
        // A webhook or an API client may write the same user at the same moment; the batch then runs again on top of that.
        return await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var found = await FindAsync(db, import, token);
                if (found is null || found.RowsDone != done)
                    return false;
                found.Advance(compared ?? await batch.CompareAsync(db, secrets, by, time.GetUtcNow(), token));
                // Another attempt compares with what the other writer left.
                compared = null;
                if (import.State == UserImportState.Running)
                    await batch.WriteAsync(db, token);
                else if (found.Bad <= ImportIssues.Max)
                    db.AddRange(ImportIssues.Of(import, rows, scan));
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );
    }

    private async Task EndAsync(UserImport import, int done, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var found = await FindAsync(db, import, cancellationToken);
        if (found is null || found.RowsDone != done)
            return;
        found.EndPass(time.GetUtcNow());
        if (found.State == UserImportState.Done)
            Record(db, found, "done");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (found.IsOver)
            await files.ForgetAsync(found.Id, cancellationToken);
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
