using System.Collections.Concurrent;
using System.Net;

namespace Dashboard.Features.Webhooks;

/// <summary>
/// Logs refused deliveries, which anyone can cause: one per reason every ten seconds, with the number in between.
/// The metrics count them all.
/// </summary>
internal sealed partial class RefusalLog(TimeProvider time, ILogger<WebhookEndpoint> logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, Told> _told = new(StringComparer.Ordinal);

    public void Write(Refusal refusal, IPAddress? address)
    {
        if (_told.GetOrAdd(refusal.Reason, _ => new Told()).Take(time, Every) is { } unsaid)
            LogRefused(logger, refusal.Status, refusal.Reason, address, unsaid);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Refused a webhook with {Status} ({Reason}) from {Address}, and {Unsaid} more for the same reason since the last such entry"
    )]
    private static partial void LogRefused(
        ILogger logger,
        int status,
        string reason,
        IPAddress? address,
        long unsaid
    );

    private sealed class Told
    {
        private readonly Lock _gate = new();
        private long? _at;
        private long _unsaid;

        /// <summary>The number of refusals not logged since the last entry; null: this one is not logged either.</summary>
        public long? Take(TimeProvider time, TimeSpan every)
        {
            lock (_gate)
            {
                if (_at is { } at && time.GetElapsedTime(at) < every)
                {
                    _unsaid++;
                    return null;
                }
                var unsaid = _unsaid;
                (_at, _unsaid) = (time.GetTimestamp(), 0);
                return unsaid;
            }
        }
    }
}
