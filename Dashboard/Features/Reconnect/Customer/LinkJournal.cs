using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconnect.Customer;

/// <summary>
/// Records how far a customer came with a link. A failure to record is logged and does not stop the customer.
/// </summary>
internal sealed partial class LinkJournal(EventLog log, TimeProvider time, ILogger<LinkJournal> logger)
{
    /// <summary>Once per link, however often it is opened.</summary>
    public Task OpenedAsync(ReconnectLink link, CancellationToken cancellationToken) =>
        link.FirstOpenedAt is not null
            ? Task.CompletedTask
            : RecordAsync(
                EventOf(link, EventTypes.LinkOpened) with
                {
                    Key = $"opened:{link.Id}",
                },
                (stored, now) => stored.Open(now),
                cancellationToken
            );

    /// <summary>A program opened it, likely a mail scanner; once per link too.</summary>
    public Task ScannedAsync(ReconnectLink link, CancellationToken cancellationToken) =>
        link.FirstScannedAt is not null
            ? Task.CompletedTask
            : RecordAsync(
                EventOf(link, EventTypes.LinkScanned) with
                {
                    Key = $"scanned:{link.Id}",
                },
                (stored, now) => stored.Scan(now),
                cancellationToken
            );

    public Task StartedAsync(ReconnectLink link, CancellationToken cancellationToken) =>
        RecordAsync(
            EventOf(link, EventTypes.PortalStarted),
            (stored, now) => stored.Start(now),
            cancellationToken
        );

    /// <summary>Once per start and result: the page may be loaded again and again.</summary>
    public Task ReturnedAsync(ReconnectLink link, string result, CancellationToken cancellationToken) =>
        link.StartedAt is not { } started || IsRecorded(link, started, result)
            ? Task.CompletedTask
            : RecordAsync(
                EventOf(link, EventTypes.PortalReturned) with
                {
                    Key = $"returned:{link.Id}:{started.UtcTicks}:{result}",
                    AttemptResult = result,
                },
                (stored, now) => stored.Return(result, now),
                cancellationToken
            );

    private static bool IsRecorded(ReconnectLink link, DateTimeOffset started, string result) =>
        link.ReturnedAt >= started && link.LastResult == result;

    private IncomingEvent EventOf(ReconnectLink link, string type)
    {
        var now = time.GetUtcNow();
        return new IncomingEvent
        {
            Type = type,
            Source = EventSource.Portal,
            UserId = link.UserId,
            ConnectionId = link.ConnectionId,
            OccurredAt = now,
            ReceivedAt = now,
            LinkId = link.Id,
        };
    }

    private async Task RecordAsync(
        IncomingEvent recorded,
        Action<ReconnectLink, DateTimeOffset> change,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await log.AppendAsync([recorded], ChangeAsync, cancellationToken);
        }
        catch (Exception exception) when (!Failures.IsCancellation(exception, cancellationToken))
        {
            LogFailed(logger, recorded.Type, recorded.LinkId, exception);
        }

        async Task ChangeAsync(DashboardDbContext db, CancellationToken token)
        {
            change(
                await db.ReconnectLinks.SingleAsync(l => l.Id == recorded.LinkId, token),
                recorded.OccurredAt
            );
            await db.SaveChangesAsync(token);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Type} of reconnect link {LinkId} could not be recorded"
    )]
    private static partial void LogFailed(ILogger logger, string type, string? linkId, Exception exception);
}
