using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.Import;

/// <summary>Uploads, checks, starts and cancels imports of users for operators.</summary>
public sealed class UserImports(
    IDbContextFactory<DashboardDbContext> contexts,
    StagedFile files,
    ImportSignal signal,
    CurrentOperator current,
    AuditWriter audit,
    TimeProvider time
)
{
    /// <summary>Of a file, in bytes.</summary>
    public const long LargestFile = 50 * 1024 * 1024;
    private const int LongestFileName = 200;

    /// <summary>Stores a file while it is uploaded.</summary>
    /// <returns>The import's id; null when the file is larger than <see cref="LargestFile"/>.</returns>
    /// <exception cref="AccessDeniedException"/>
    /// <exception cref="UnreadableFileException">The file can't be imported.</exception>
    public async Task<string?> ReceiveAsync(Stream file, string fileName, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.ManageUsers);
        var import = UserImport.Create(
            Limits.Cut(fileName, LongestFileName)!,
            actor.Id,
            actor.Name,
            time.GetUtcNow()
        );
        await AddAsync(import, cancellationToken);
        try
        {
            if (await StageAsync(import, file, cancellationToken))
                return import.Id;
            await ForgetAsync(import.Id);
            return null;
        }
        catch
        {
            await ForgetAsync(import.Id);
            throw;
        }
    }

    /// <summary>Starts the check of what the file would change with a mapping.</summary>
    /// <returns>False when the import is in another state.</returns>
    /// <exception cref="AccessDeniedException"/>
    internal async Task<bool> CheckAsync(
        string id,
        ImportMapping mapping,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ManageUsers);
        return await ChangeAsync(
            id,
            import => import.State is UserImportState.Uploaded or UserImportState.Checked,
            (_, import) => import.Check(mapping.ToJson()),
            cancellationToken
        );
    }

    /// <summary>Starts the import of a checked file.</summary>
    /// <param name="id">The import.</param>
    /// <param name="mapping">The mapping that the operator sees; another operator may have checked the file with another one.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>False when the import is in another state or was checked with another mapping.</returns>
    /// <exception cref="AccessDeniedException"/>
    internal async Task<bool> StartAsync(
        string id,
        ImportMapping mapping,
        CancellationToken cancellationToken
    )
    {
        var actor = await current.DemandAsync(Permission.ManageUsers);
        return await ChangeAsync(
            id,
            import => import.State == UserImportState.Checked && import.Mapping == mapping.ToJson(),
            (db, import) =>
            {
                audit.Add(
                    db,
                    AuditActions.StartUserImport,
                    $"import:{id}",
                    after: ImportFacts.Of(import) with
                    {
                        RowsDone = 0,
                    }
                );
                import.Start(actor.Id, actor.Name, actor.RoleName, time.GetUtcNow());
            },
            cancellationToken
        );
    }

    /// <summary>Stops the import in any state and deletes the file. Rows that were written stay.</summary>
    /// <returns>False when the import was over.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<bool> CancelAsync(string id, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageUsers);
        var isCancelled = await ChangeAsync(
            id,
            import => !import.IsOver,
            (db, import) =>
            {
                var after = import.State == UserImportState.Running ? ImportFacts.Of(import) : null;
                audit.Add(db, AuditActions.CancelUserImport, $"import:{id}", after: after);
                import.Cancel(time.GetUtcNow());
            },
            cancellationToken
        );
        if (isCancelled)
            await files.ForgetAsync(id, CancellationToken.None);
        return isCancelled;
    }

    private async Task<bool> ChangeAsync(
        string id,
        Func<UserImport, bool> isPossible,
        Action<DashboardDbContext, UserImport> change,
        CancellationToken cancellationToken
    )
    {
        // The runner records its progress at the same time.
        var isChanged = await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var import = await db.UserImports.SingleOrDefaultAsync(i => i.Id == id, token);
                if (import is null || !isPossible(import))
                    return false;
                change(db, import);
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );
        if (isChanged)
            signal.Ring();
        return isChanged;
    }

    private async Task AddAsync(UserImport import, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(import);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<bool> StageAsync(UserImport import, Stream file, CancellationToken cancellationToken)
    {
        var encoding = new FileEncoding();
        var buffer = new byte[StagedFile.PieceLength];
        var size = 0L;
        var gap = new Gap();
        for (var number = 0; ; number++)
        {
            var count = await file.ReadAtLeastAsync(buffer, buffer.Length, false, cancellationToken);
            size += count;
            if (size > LargestFile)
                return false;
            encoding.See(buffer.AsSpan(0, count));
            if (count > 0)
                await files.KeepAsync(import.Id, number, buffer[..count], cancellationToken);
            if (count < buffer.Length)
                break;
            if (number % StagedFile.PiecesAtATime == StagedFile.PiecesAtATime - 1)
            {
                await gap.LeaveAsync(cancellationToken);
                gap.Begin();
            }
        }
        var (name, isGuess) = encoding.Find();
        var headers = await new CsvFile(name).HeadersAsync(files.Open(import.Id), cancellationToken);
        return await ChangeAsync(
            import.Id,
            found => found.State == UserImportState.Uploading,
            (_, found) => found.Receive(size, name, isGuess, ColumnGuess.Of(headers).ToJson()),
            cancellationToken
        );
    }

    private async Task ForgetAsync(string id)
    {
        await files.ForgetAsync(id, CancellationToken.None);
        await using var db = await contexts.CreateDbContextAsync();
        await db.UserImports.Where(i => i.Id == id).ExecuteDeleteAsync();
    }
}
