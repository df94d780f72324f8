using Dashboard.Data.Storage;
using Dashboard.Domain;
using Dashboard.Text;

namespace Dashboard.Features.Settings.Health;

/// <summary>The part of the verdict that is about backups. Pure.</summary>
internal static class BackupRules
{
    private const string Name = "Backups";

    /// <returns>Nothing about a database server, whose backups the dashboard can't see.</returns>
    public static IEnumerable<HealthPart> Of(HealthFacts facts)
    {
        if (facts.IsServer)
            yield break;
        yield return facts.Backups switch
        {
            null => new(Name, Standing.Unknown, "not looked at yet"),
            { Problem: { } problem } now => new(
                Name,
                Standing.Failing,
                problem,
                "Backup failed",
                now.Last?.At
            ),
            { IsOn: false } => new(Name, Standing.Working, "left to you: Backup__Every is 0"),
            { IsOverdue: true, Last: null } => new(
                Name,
                Standing.Attention,
                "none was made yet. See Storage.",
                "No backup"
            ),
            { IsOverdue: true, Last: { } last } => new(
                Name,
                Standing.Attention,
                "the next one is overdue. See Storage.",
                "Backup overdue",
                last.At
            ),
            { Last: { } last } now => new(
                Name,
                Standing.Working,
                $"{ByteSize.Of(last.Bytes)}, {Counts.Number(now.Files.Count)} kept",
                Since: last.At
            ),
            _ => new(Name, Standing.Unknown, "the first one is made within minutes", "No backup yet"),
        };
    }
}
