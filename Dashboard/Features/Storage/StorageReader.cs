using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Storage;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Storage;

/// <summary>Reads what the screen shows, from kept numbers and steps through indexes.</summary>
internal sealed class StorageReader(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    StorageKeeper keeper,
    BackupKeeper backups,
    IOptions<DatabaseOptions> database,
    IOptions<RetentionOptions> retention
)
{
    /// <exception cref="AccessDeniedException"/>
    public async Task<StorageView> ReadAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewStorage);
        backups.Look();
        var space = DatabaseSpace.Of(database);
        var samples = await keeper.SamplesAsync(cancellationToken);
        return new(
            database.Value.IsServer,
            space,
            samples.Count == 0 ? null : samples[^1],
            space is null ? null : Growth.Of([.. samples.Select(s => (s.At, s.Bytes))], space.Free),
            await RetentionAsync(cancellationToken)
        );
    }

    private async Task<IReadOnlyList<RetentionLine>> RetentionAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var oldest = new Dictionary<EventKind, DateTimeOffset>();
        foreach (var type in await EventTypesStored.ReadAsync(db, cancellationToken))
        {
            var kind = EventKinds.Of(type);
            if (
                await EventTypesStored.OldestAsync(db, type, cancellationToken) is { } at
                && (!oldest.TryGetValue(kind, out var known) || at < known)
            )
                oldest[kind] = at;
        }
        var deleted = await EventTotals.ReadAsync<DeletedEvents>(
            db,
            EventTotals.DeletedPrefix,
            cancellationToken
        );
        return
        [
            new(
                "Breaks and repairs",
                "and additions and deletions: health and outcomes are derived from them",
                null,
                null
            ),
            Line(
                "Steps and attempts",
                "links, e-mails, visits to the portal, attempts: outcomes count them",
                EventKind.Steps,
                "Steps"
            ),
            Line(
                "Other events",
                "accounts, trades and types that are not known: only the history shows them",
                EventKind.Others,
                "Others"
            ),
            new(
                "Payloads",
                "what SnapTrade sent, of events that are kept longer",
                RetentionOptions.Given(retention.Value.Payloads),
                "Retention__Payloads"
            ),
        ];

        RetentionLine Line(string title, string what, EventKind kind, string setting)
        {
            var keep = retention.Value.Of(kind);
            return new(
                title,
                what,
                keep,
                $"Retention__{setting}",
                keep is { } time && oldest.TryGetValue(kind, out var first) ? first + time : null,
                deleted
                    .Where(d => EventKinds.Of(d.Key) == kind && d.Value.Before > DateTimeOffset.MinValue)
                    .Sum(d => d.Value.Count)
            );
        }
    }
}
