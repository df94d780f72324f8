using Dashboard.Data;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.Import;

/// <summary>The rows that a check reports by line.</summary>
internal static class ImportIssues
{
    /// <summary>How many bad rows are reported by line; all are counted.</summary>
    public const int Max = 50_000;
    private const int LinesAtATime = 2000;

    public static IEnumerable<UserImportIssue> Of(UserImport import, ImportRow[] rows, ImportScan scan) =>
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
                        ?? "The same user occurs again further down; that row is used.",
                    Limits.Text
                )!,
            });

    /// <summary>Deletes those of an earlier check, a few at a time: one statement would keep webhooks waiting.</summary>
    public static async Task ForgetAsync(
        IDbContextFactory<DashboardDbContext> contexts,
        string importId,
        CancellationToken cancellationToken
    )
    {
        var gap = new Gap();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var issues = db.UserImportIssues.Where(i => i.ImportId == importId);
        while (await issues.MinAsync(i => (long?)i.Line, cancellationToken) is { } first)
        {
            gap.Begin();
            await issues.Where(i => i.Line < first + LinesAtATime).ExecuteDeleteAsync(cancellationToken);
            await gap.LeaveAsync(cancellationToken);
        }
    }
}
