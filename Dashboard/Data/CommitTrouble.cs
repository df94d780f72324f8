using Dashboard.Domain;
using Microsoft.Data.Sqlite;

namespace Dashboard.Data;

/// <summary>Why the database accepts no commits.</summary>
public enum CommitTrouble
{
    Unknown,
    Full,
    Locked,
    ReadOnly,
    Unreachable,

    /// <summary>It does not answer in time: another program locks it, or the disk is stuck.</summary>
    Waiting,
}

internal static class CommitTroubles
{
    private const int Busy = 5;
    private const int TableLocked = 6;
    private const int ReadOnly = 8;
    private const int Full = 13;
    private const int CannotOpen = 14;

    public static CommitTrouble Of(Exception exception) =>
        exception.SelfAndInner().OfType<SqliteException>().FirstOrDefault()?.SqliteErrorCode switch
        {
            Busy or TableLocked => CommitTrouble.Locked,
            ReadOnly => CommitTrouble.ReadOnly,
            Full => CommitTrouble.Full,
            CannotOpen => CommitTrouble.Unreachable,
            _ => exception
                .SelfAndInner()
                .Any(e => e.Message.Contains("disk is full", StringComparison.OrdinalIgnoreCase))
                ? CommitTrouble.Full
                : CommitTrouble.Unknown,
        };
}
