using System.Security.Cryptography;
using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.Import;

/// <summary>Tells the runner of this node that there is something to do; other nodes look by themselves.</summary>
public sealed class ImportSignal
{
    private readonly SemaphoreSlim _bell = new(0, 1);

    public void Ring()
    {
        try
        {
            _bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already.
        }
    }

    /// <summary>Waits until somebody rings, and no longer than that.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var late = time.CreateTimer(_ => Ring(), null, longest, Timeout.InfiniteTimeSpan);
        await _bell.WaitAsync(cancellationToken);
    }
}

/// <summary>
/// Checks and runs imports, one at a time: one node of several does it, and another goes on when it dies. Deletes
/// files that nobody went on with.
/// </summary>
internal sealed partial class ImportRunner(
    IDbContextFactory<DashboardDbContext> contexts,
    IServiceScopeFactory scopes,
    WorkLeases leases,
    ImportSignal signal,
    TimeProvider time,
    ILogger<ImportRunner> logger
) : BackgroundService
{
    private const string Lease = "user-import";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    // Renewed before each batch, which takes a second at most.
    private static readonly TimeSpan LeaseFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);
    private readonly ImportRetries _retries = new(time);
    private DateTimeOffset _heldAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The database is made by a service that starts beside this one.
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (!await TryAsync(stoppingToken))
                    await signal.WaitAsync(LookEvery, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends; the next one goes on.
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    /// <summary>Does one import that waits.</summary>
    /// <returns>Whether there was one.</returns>
    internal async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        _heldAt = default;
        if (!await HoldAsync(cancellationToken))
            return false;
        await PruneAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var atWork = await db
            .UserImports.AsNoTracking()
            .Where(i => i.State == UserImportState.Checking || i.State == UserImportState.Running)
            .OrderBy(i => i.Id)
            .ToListAsync(cancellationToken);
        _retries.KeepOnly(atWork.Select(i => i.Id));
        if (atWork.Find(i => !_retries.IsPaused(i.Id)) is not { } next)
            return false;
        await RunAsync(next, cancellationToken);
        return true;
    }

    private async Task RunAsync(UserImport import, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var pass = scope.ServiceProvider.GetRequiredService<ImportPass>();
        try
        {
            await pass.RunAsync(import, HoldAsync, cancellationToken);
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
        // Names the kinds alone: what a file holds may stand in the words.
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

    // What waits for somebody for longer than that is not waited for any more, nor what stopped coming in.
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
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            import.Cancel(now);
            await db.SaveChangesAsync(cancellationToken);
            await StagedFile.ForgetAsync(db, import.Id, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private async Task<bool> HoldAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - _heldAt < RenewEvery)
            return true;
        if (!await leases.HoldAsync(Lease, LeaseFor, cancellationToken))
            return false;
        _heldAt = now;
        return true;
    }

    private async Task<bool> TryAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await RunOnceAsync(stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            // Names the kind alone: what a file holds may stand in the words.
            LogBrokenOff(logger, exception.GetType().Name);
            return false;
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await leases.ReleaseAsync(Lease, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // It runs out by itself.
            LogNotReleased(logger, exception);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "The import of users was broken off by {Kind}; it goes on within a few seconds"
    )]
    private static partial void LogBrokenOff(ILogger logger, string kind);

    [LoggerMessage(
        LogLevel.Warning,
        "The import {Import} was broken off after row {Row} by {Kinds}; it is tried again"
    )]
    private static partial void LogRetried(ILogger logger, string import, int row, string kinds);

    [LoggerMessage(LogLevel.Error, "The import {Import} failed after row {Row} by {Kinds}")]
    private static partial void LogFailed(ILogger logger, string import, int row, string kinds);

    [LoggerMessage(LogLevel.Warning, "The lease of imports could not be given up")]
    private static partial void LogNotReleased(ILogger logger, Exception exception);
}
