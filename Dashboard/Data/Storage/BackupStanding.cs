namespace Dashboard.Data.Storage;

/// <summary>How the backups of this node's database are.</summary>
/// <param name="Folder">Null for a database server.</param>
/// <param name="Every">Zero: none are made by themselves.</param>
/// <param name="Files">The complete ones, newest first.</param>
/// <param name="DueAt">When the next one is due; null when none are made by themselves.</param>
/// <param name="IsOverdue">Whether one should have been made some time ago.</param>
/// <param name="Problem">Why the last attempt failed; null after one that succeeded.</param>
/// <param name="Progress">The share of a running copy that is done; null while none runs.</param>
public sealed record BackupStanding(
    string? Folder,
    TimeSpan Every,
    IReadOnlyList<BackupFile> Files,
    DateTimeOffset? DueAt,
    bool IsOverdue,
    string? Problem,
    double? Progress
)
{
    public BackupFile? Last => Files.Count == 0 ? null : Files[0];
    public bool IsOn => Folder is not null && Every > TimeSpan.Zero;
}
