using Dashboard.Simulator.Control;
using Microsoft.Extensions.Options;

namespace Dashboard.Simulator.Webhooks;

/// <summary>Empties the outbox with a few deliveries at a time, from the moment the server listens.</summary>
internal sealed partial class WebhookSender(
    WebhookOutbox outbox,
    WebhookDelivery delivery,
    SimulatorFaults faults,
    IOptions<SimulatorOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<WebhookSender> logger
) : BackgroundService
{
    private const int Concurrency = 8;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStarted = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stoppingToken);
        await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => WorkAsync(stoppingToken)));
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = outbox.Changed;
            if (outbox.Claim() is { } webhook)
                await HandleAsync(webhook, cancellationToken);
            else
                await WaitAsync(changed, cancellationToken);
        }
    }

    private async Task HandleAsync(PendingWebhook webhook, CancellationToken cancellationToken)
    {
        if (faults.Current.DropWebhooks || Random.Shared.NextDouble() < options.Value.DropWebhooks)
        {
            outbox.Remove(webhook);
            return;
        }
        try
        {
            await DeliverAsync(webhook, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            outbox.Release(webhook);
        }
    }

    private async Task DeliverAsync(PendingWebhook webhook, CancellationToken cancellationToken)
    {
        if (await delivery.TrySendAsync(webhook.Event, cancellationToken))
        {
            if (Random.Shared.NextDouble() < options.Value.DuplicateWebhooks)
                await delivery.TrySendAsync(webhook.Event, cancellationToken);
            outbox.Remove(webhook);
        }
        else if (!outbox.Postpone(webhook))
        {
            LogGivenUp(webhook.Event.WebhookId);
        }
    }

    private async Task WaitAsync(Task changed, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = outbox.NextDueAt() - time.GetUtcNow();
        var wait = left is null ? Timeout.InfiniteTimeSpan : Max(left.Value, TimeSpan.Zero);
        await Task.WhenAny(changed, Task.Delay(wait, time, done.Token));
        await done.CancelAsync();
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    [LoggerMessage(
        LogLevel.Warning,
        "Webhook {WebhookId} was refused to the end of the schedule and is lost"
    )]
    private partial void LogGivenUp(string webhookId);
}
