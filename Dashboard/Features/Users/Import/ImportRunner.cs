using System.Security.Cryptography;
using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.Import;

/// <summary>
/// Checks and runs imports, one at a time on one node of several; another node continues when it dies. Deletes abandoned
/// files.
/// </summary>
internal sealed partial class ImportRunner(
    IDbContextFactory<DashboardDbContext> contexts,
    StagedFile files,
    IServiceScopeFactory scopes,
    ImportSignal signal,
    TimeProvider time,
    ILogger<ImportRunner> logger
) : IRecurringWork
{
    private readonly ImportRetries _retries = new(time);

    public string Name => "user-import";
    public TimeSpan Interval => TimeSpan.FromSeconds(10);

    public bool OnOneNode => true;
    public WakeSignal Signal => signal.Signal;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken) =>
        await RunOnceAsync(lease, stoppingToken) ? TimeSpan.Zero : null;

    /// <summary>Deletes abandoned files and runs one pending import.</summary>
    /// <returns>Whether there was one.</returns>
    internal async Task<bool> RunOnceAsync(Lease lease, CancellationToken cancellationToken)
    {
        await PruneAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pending = await db
            .UserImports.AsNoTracking()
            .Where(i => i.State == UserImportState.Checking || i.State == UserImportState.Running)
            .OrderBy(i => i.Id)
            .ToListAsync(cancellationToken);
        _retries.KeepOnly(pending.Select(i => i.Id));
        if (pending.Find(i => !_retries.IsPaused(i.Id)) is not { } next)
            return false;
        await RunAsync(next, lease, cancellationToken);
        return true;
    }

    private async Task RunAsync(UserImport import, Lease lease, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var pass = scope.ServiceProvider.GetRequiredService<ImportPass>();
        try
        {
            await pass.RunAsync(import, lease.HoldAsync, cancellationToken);
        }
        catch (UnreadableFileException exception)
        {
            await pass.FailAsync(import, exception.Message, cancellationToken);
        }
        // The key that encrypted the file is gone.
        catch (CryptographicException)
        {
            await pass.FailAsync(
                import,
                "The uploaded file can't be decrypted any more. Upload it again.",
                cancellationToken
            );
        }
        catch (Exception exception) when (!Failures.IsCancellation(exception, cancellationToken))
        {
            await RetryOrFailAsync(pass, import, exception, cancellationToken);
        }
    }

    // A failure that may pass must not end an import, and one that does not pass must not hold up the others.
    private async Task RetryOrFailAsync(
        ImportPass pass,
        UserImport import,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rowsDone = await db
            .UserImports.Where(i => i.Id == import.Id)
            .Select(i => i.RowsDone)
            .SingleOrDefaultAsync(cancellationToken);
        var mayPass = Transactions.IsWorthAnotherAttempt(db, exception);
        // Logs only the exceptions' types, because messages may contain data of the file.
        var kinds = string.Join(" of ", exception.SelfAndInner().Select(e => e.GetType().Name));
        if (_retries.Add(import.Id, rowsDone) && mayPass)
        {
            LogRetried(logger, import.Id, rowsDone, kinds);
            return;
        }
        LogFailed(logger, import.Id, rowsDone, kinds);
        await pass.FailAsync(
            import,
            ImportWords.CanNotGoOn(import.State, rowsDone, mayPass),
            cancellationToken
        );
    }

    // Cancels imports that waited too long for an operator, or whose upload stopped.
    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (waitsSince, comesSince) = (now - UserImport.WaitsFor, now - UserImport.ComesInFor);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var left = await db
            .UserImports.Where(i =>
                (i.State <= UserImportState.Checked && i.CreatedAt < waitsSince)
                || (i.State == UserImportState.Uploading && i.CreatedAt < comesSince)
            )
            .ToListAsync(cancellationToken);
        foreach (var import in left)
        {
            import.Cancel(now);
            await db.SaveChangesAsync(cancellationToken);
        }
        await files.ForgetOfEndedAsync(cancellationToken);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The import {Import} was interrupted after row {Row} by {Kinds}; it is retried"
    )]
    private static partial void LogRetried(ILogger logger, string import, int row, string kinds);

    [LoggerMessage(LogLevel.Error, "The import {Import} failed after row {Row} by {Kinds}")]
    private static partial void LogFailed(ILogger logger, string import, int row, string kinds);
}
