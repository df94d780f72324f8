using Dashboard.Domain.Emails;
using Microsoft.Data.Sqlite;

namespace Dashboard.Data.Storage;

/// <summary>What a restore did.</summary>
/// <param name="Verdict">On the backup.</param>
/// <param name="Replaced">Where the database that was replaced is now; null when there was none.</param>
/// <param name="UnsureEmails">E-mails that waited at the moment of the backup, and may have been sent since.</param>
/// <param name="WasPolicyOn">The e-mail policy was on at that moment, and is off now.</param>
public sealed record RestoreResult(
    DatabaseVerdict Verdict,
    string? Replaced,
    int UnsureEmails,
    bool WasPolicyOn
);

/// <summary>Puts a backup in the place of the database, which is kept under another name.</summary>
internal static class Restoring
{
    private const int LockTimeoutSeconds = 3;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <param name="backup">Remains as it is.</param>
    /// <param name="database">Where the server expects it; need not exist.</param>
    /// <param name="force">Whether to replace a database that can't be asked whether a server uses it.</param>
    /// <param name="now">Names the replaced file.</param>
    /// <param name="cancellationToken">Cancels before anything is replaced.</param>
    /// <exception cref="StorageException">Nothing was replaced.</exception>
    public static async Task<RestoreResult> RunAsync(
        string backup,
        string database,
        bool force,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (!File.Exists(backup))
            throw new StorageException($"There is no file {backup}.");
        if (backup == database)
            throw new StorageException("This file is the database itself.");
        var verdict = await DatabaseVerifier.VerifyAsync(backup, cancellationToken);
        if (!verdict.IsUsable)
            throw new StorageException($"{backup} can't be used. {string.Join(' ', verdict.Damage)}");
        var fresh = Path.Combine(Path.GetDirectoryName(database)!, $".restore-{Guid.NewGuid():N}.db");
        try
        {
            // Verified again: what counts is the copy that takes the place.
            await BackupFiles.WriteAsync(
                backup,
                fresh,
                replace: false,
                reserve: 0,
                onStep: null,
                cancellationToken
            );
            var (unsure, wasPolicyOn) = LeaveUnsent(fresh, now);
            var aside = FreeName(database, now);
            var replaced = Exchange(database, fresh, aside, force);
            return new(verdict, replaced ? aside : null, unsure, wasPolicyOn);
        }
        finally
        {
            SqliteFile.Delete(fresh);
        }
    }

    private static bool Exchange(string database, string fresh, string aside, bool force)
    {
        if (!File.Exists(database))
        {
            MoveCompanions(database, aside);
            File.Move(fresh, database);
            return false;
        }
        using var claimed = Claim(database, force);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(fresh, File.GetUnixFileMode(database));
        File.Move(database, aside);
        try
        {
            MoveCompanions(database, aside);
            File.Move(fresh, database);
        }
        catch
        {
            File.Move(aside, database, overwrite: true);
            throw;
        }
        return true;
    }

    /// <summary>
    /// Takes the database for this process alone. Leaving the log's mode needs that nobody else has it open, and also writes
    /// the log into the file, which is complete by itself afterwards.
    /// </summary>
    /// <returns>The lock, until it is disposed; null for a damaged file, which can't be locked.</returns>
    private static SqliteConnection? Claim(string database, bool force)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteFile.Open(database, SqliteOpenMode.ReadWrite);
            connection.DefaultTimeout = LockTimeoutSeconds;
            var mode = connection.Scalar<string>("PRAGMA journal_mode=DELETE");
            if (mode != "delete")
                throw InUse(database);
            connection.Execute("BEGIN EXCLUSIVE");
            return connection;
        }
        catch (SqliteException refused) when (CommitTroubles.Of(refused) == CommitTrouble.Locked)
        {
            connection?.Dispose();
            throw InUse(database);
        }
        catch (SqliteException damaged) when (damaged.SqliteErrorCode is Corrupt or NotADatabase)
        {
            connection?.Dispose();
            return force
                ? null
                : throw new StorageException(
                    $"{database} is damaged, so it can't tell whether a server uses it. Make sure that none runs, then add --force.",
                    damaged
                );
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    private static StorageException InUse(string database) =>
        new($"A server or another program uses {database}. Stop it, then restore again.");

    // A log that stayed behind must not be taken for that of the new file.
    private static void MoveCompanions(string database, string aside)
    {
        foreach (var companion in SqliteFile.Companions)
        {
            if (File.Exists(database + companion))
                File.Move(database + companion, aside + companion);
        }
    }

    private static string FreeName(string database, DateTimeOffset now) =>
        database + ".replaced-" + BackupFiles.Stamp(now);

    // What waited then has probably been sent since, and what the policy sent since is not known: nobody is to get the same
    // message twice.
    private static (int Unsure, bool WasPolicyOn) LeaveUnsent(string file, DateTimeOffset now)
    {
        using var connection = SqliteFile.Open(file, SqliteOpenMode.ReadWrite);
        // An early version sent no e-mails.
        if (connection.Scalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'EmailPolicies'") == 0)
            return (0, false);
        using var command = connection.CreateCommand();
        command.CommandText =
            "UPDATE Emails SET State = $unsure, LastError = $words, FinishedAt = $now WHERE State IN ($queued, $sending)";
        command.Parameters.AddWithValue("$unsure", (int)EmailState.Unsure);
        command.Parameters.AddWithValue(
            "$words",
            "It waited when the backup was made that was restored since, and may have been sent after that."
        );
        command.Parameters.AddWithValue("$now", now.UtcTicks);
        command.Parameters.AddWithValue("$queued", (int)EmailState.Queued);
        command.Parameters.AddWithValue("$sending", (int)EmailState.Sending);
        var unsure = command.ExecuteNonQuery();
        using var policy = connection.CreateCommand();
        policy.CommandText =
            "UPDATE EmailPolicies SET OnSince = NULL, Version = Version + 1 WHERE OnSince IS NOT NULL";
        return (unsure, policy.ExecuteNonQuery() > 0);
    }
}
