using Dashboard.Simulator.State;
using Microsoft.Extensions.Options;

namespace Dashboard.Simulator.Webhooks;

/// <summary>
/// Events on their way to the dashboard. One stays here, and in the snapshot, until it is delivered or the
/// redelivery schedule is used up.
/// </summary>
internal sealed class WebhookOutbox(IOptions<SimulatorOptions> options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PendingWebhook> _pending = new(StringComparer.Ordinal);
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly AsyncSignal _changed = new();
    private readonly IReadOnlyList<TimeSpan> _schedule =
        options.Value.RedeliverySchedule.Count > 0
            ? [.. options.Value.RedeliverySchedule]
            : SimulatorDefaults.RedeliverySchedule;
    private long _version;

    /// <summary>Completes at the next change; take it before looking.</summary>
    public Task Changed => _changed.Next;

    public long Version => Interlocked.Read(ref _version);

    public IReadOnlyList<PendingWebhook> Pending
    {
        get
        {
            lock (_gate)
                return [.. _pending.Values];
        }
    }

    public void Add(SimulatedEvent happened) =>
        Mutate(() => _pending[happened.WebhookId] = new(happened, 0, time.GetUtcNow()));

    public void Restore(IEnumerable<PendingWebhook> pending) =>
        Mutate(() =>
        {
            foreach (var webhook in pending)
                _pending[webhook.Event.WebhookId] = webhook;
        });

    /// <summary>Claims the webhook that has been due longest, until it is released.</summary>
    public PendingWebhook? Claim()
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var due = Unclaimed().Where(webhook => webhook.DueAt <= now).MinBy(webhook => webhook.DueAt);
            if (due is not null)
                _claimed.Add(due.Event.WebhookId);
            return due;
        }
    }

    /// <summary>When the next webhook falls due, null when none waits.</summary>
    public DateTimeOffset? NextDueAt()
    {
        lock (_gate)
            return Unclaimed().MinBy(webhook => webhook.DueAt)?.DueAt;
    }

    /// <summary>Ends a claim for good: the webhook was delivered, or is lost.</summary>
    public void Remove(PendingWebhook webhook) =>
        Mutate(() =>
        {
            _pending.Remove(webhook.Event.WebhookId);
            _claimed.Remove(webhook.Event.WebhookId);
        });

    /// <summary>Ends a claim without a result, at shutdown.</summary>
    public void Release(PendingWebhook webhook) => Mutate(() => _claimed.Remove(webhook.Event.WebhookId));

    /// <summary>Plans the next try after a failed one; false when the schedule is used up.</summary>
    public bool Postpone(PendingWebhook webhook)
    {
        if (webhook.Attempts >= _schedule.Count)
        {
            Remove(webhook);
            return false;
        }
        var dueAt = time.GetUtcNow() + _schedule[webhook.Attempts];
        Mutate(() =>
        {
            _pending[webhook.Event.WebhookId] = webhook with
            {
                Attempts = webhook.Attempts + 1,
                DueAt = dueAt,
            };
            _claimed.Remove(webhook.Event.WebhookId);
        });
        return true;
    }

    /// <summary>Makes everything that waits due immediately.</summary>
    public void RedeliverNow() =>
        Mutate(() =>
        {
            foreach (var webhook in Unclaimed().ToList())
                _pending[webhook.Event.WebhookId] = webhook with { DueAt = time.GetUtcNow() };
        });

    /// <summary>Has the senders look at the clock again.</summary>
    public void Wake() => _changed.Pulse();

    private IEnumerable<PendingWebhook> Unclaimed() =>
        _pending.Values.Where(webhook => !_claimed.Contains(webhook.Event.WebhookId));

    private void Mutate(Action change)
    {
        lock (_gate)
            change();
        Interlocked.Increment(ref _version);
        _changed.Pulse();
    }
}
