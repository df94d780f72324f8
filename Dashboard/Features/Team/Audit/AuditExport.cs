using System.Globalization;
using CsvHelper;
using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team.Audit;

/// <summary>The audit trail as a file for a spreadsheet, with the filters of the screen.</summary>
internal sealed class AuditExport(
    AuditQueries queries,
    IDbContextFactory<DashboardDbContext> contexts,
    AuditWriter audit,
    CurrentOperator current
)
{
    public const string Path = "/audit/export.csv";

    /// <summary>
    /// Puts the export on the audit trail before the first line is sent: an export that is broken off counts too.
    /// </summary>
    /// <returns>The number of that entry; the export holds the entries before it.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<long> BeginAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewAudit);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        audit.Add(
            db,
            AuditActions.ExportAudit,
            "audit",
            after: new ChangedParts()
                .Add("who", null, filter.ActorId)
                .Add("action", null, filter.Action)
                .Add("subject", null, filter.Subject)
                .Add("result", null, filter.Result)
                .Add("from", null, filter.From)
                .Add("to", null, filter.To)
                .After
        );
        var entry = db.ChangeTracker.Entries<AuditEntry>().Single().Entity;
        await db.SaveChangesAsync(cancellationToken);
        return entry.Number;
    }

    /// <summary>The lines, in the order of the filter.</summary>
    public IAsyncEnumerable<AuditLine> LinesAsync(
        AuditFilter filter,
        long before,
        CancellationToken cancellationToken
    ) => queries.AllAsync(filter with { Before = before }, cancellationToken).Select(AuditLine.Of);

    internal static async Task<Results<PushStreamHttpResult, ValidationProblem>> GetAsync(
        AuditExport export,
        TimeProvider time,
        string? who,
        string? action,
        string? subject,
        string[]? result,
        string? from,
        string? to,
        string[]? sort,
        CancellationToken cancellationToken
    )
    {
        var reader = new QueryReader();
        var orders = reader.Names<TimeOrder>("sort", sort);
        var kinds = reader.Names<AuditResult>("result", result);
        var filter = new AuditFilter
        {
            ActorId = reader.Text("who", who),
            Action = reader.Text("action", action),
            Subject = reader.Text("subject", subject),
            Result = kinds is [var kind, ..] ? kind : null,
            From = reader.Time("from", from),
            To = reader.Time("to", to),
            Order = orders is [var order, ..] ? order : default,
        };
        if (!reader.IsValid)
            return reader.Problem();
        var before = await export.BeginAsync(filter, cancellationToken);
        return ListExport.Send(
            export.LinesAsync(filter, before, cancellationToken),
            ExportFormat.Csv,
            "audit",
            time.GetUtcNow(),
            cancellationToken
        );
    }
}

/// <summary>An entry as a line of the export.</summary>
[CsvRecord]
internal sealed partial record AuditLine(
    long Number,
    string At,
    string? ActorId,
    string Actor,
    string ActorRole,
    string Action,
    string? Subject,
    string Result,
    string? Address,
    string? Before,
    string? After,
    string PreviousHash,
    string Hash
)
{
    public static AuditLine Of(AuditEntry entry) =>
        new(
            entry.Number,
            entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            entry.ActorId,
            entry.Actor,
            entry.ActorRole,
            entry.Action,
            entry.Subject,
            entry.Result,
            entry.Address,
            entry.Before,
            entry.After,
            entry.PreviousHash,
            entry.Hash
        );
}
