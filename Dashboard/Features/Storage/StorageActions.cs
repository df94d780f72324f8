using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Storage;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Text;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Storage;

/// <summary>What an admin can do with what is stored. Each is on the audit trail.</summary>
/// <exception cref="AccessDeniedException">From every method, when the caller lacks the permission.</exception>
internal sealed class StorageActions(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    BackupKeeper backups,
    Replay replay
)
{
    private const int MaxListed = 50;

    /// <summary>
    /// Makes a backup, unless one is being made; <see cref="BackupKeeper.Now"/> shows how far it is. Goes on when the operator
    /// leaves.
    /// </summary>
    /// <returns>Null when it succeeded, else why not.</returns>
    public async Task<string?> BackUpAsync()
    {
        await DemandAsync();
        var problem = await Task.Run(() => backups.TryBackUpAsync(CancellationToken.None));
        // The running one has an entry of its own.
        if (problem != BackupKeeper.AlreadyRunning)
            await NoteAsync(
                AuditActions.BackUpDatabase,
                problem is null ? "done" : $"{AuditResults.Failed}: {problem}"
            );
        return problem;
    }

    /// <summary>Counts connections and events, and compares the kept counts.</summary>
    /// <returns>A sentence, followed by what differs.</returns>
    public async Task<IReadOnlyList<string>> CheckCountsAsync(
        IProgress<double> progress,
        CancellationToken cancellationToken
    )
    {
        await DemandAsync();
        var wrong = await Task.Run(() => WrongCountsAsync(progress, cancellationToken), cancellationToken);
        var words =
            wrong.Count == 0
                ? "All kept counts are right."
                : $"{Counts.Of(wrong.Count, "kept count")} differ. Correct them on the server with check-figures --rebuild.";
        await NoteAsync(
            AuditActions.CheckKeptCounts,
            wrong.Count == 0 ? "done" : $"{AuditResults.Failed}: {words}"
        );
        return [words, .. wrong.Take(MaxListed)];
    }

    /// <summary>Computes every connection again from its events, and changes nothing.</summary>
    /// <returns>A sentence, followed by the first differences.</returns>
    public async Task<IReadOnlyList<string>> ReplayAsync(
        IProgress<double> progress,
        CancellationToken cancellationToken
    )
    {
        await DemandAsync();
        List<string> listed = [];
        var result = await Task.Run(
            () => replay.RunAsync(apply: false, List, progress, cancellationToken),
            cancellationToken
        );
        var words = ReplayCommand.Words(result, isApplied: false);
        await NoteAsync(
            AuditActions.ReplayEvents,
            $"done: dry run, {Counts.Of(result.Differences, "difference")}"
        );
        return [words, .. listed];

        void List(ReplayDifference difference)
        {
            if (listed.Count < MaxListed)
                listed.Add(
                    $"{difference.ConnectionId}, {difference.Field}: stored {difference.Stored}, replayed {difference.Replayed}"
                );
        }
    }

    private async Task<List<string>> WrongCountsAsync(
        IProgress<double> progress,
        CancellationToken cancellationToken
    )
    {
        List<string> wrong = [];
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            wrong.AddRange((await KeptCounts.DifferencesAsync(db, cancellationToken)).Select(CountText.Of));
        progress.Report(0.3);
        wrong.AddRange(
            (await EventTotalsCheck.RunAsync(contexts, correct: false, cancellationToken)).Select(t =>
                $"events {t.Type}: kept {Counts.Number(t.Kept)}, counted {Counts.Number(t.Counted)}"
            )
        );
        progress.Report(1);
        return wrong;
    }

    private async Task DemandAsync() => await current.DemandAsync(Permission.ManageSettings);

    // What was done is recorded even when the operator leaves meanwhile.
    private async Task NoteAsync(string action, string result)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        audit.Add(db, action, "storage", result);
        await db.SaveChangesAsync(CancellationToken.None);
    }
}
