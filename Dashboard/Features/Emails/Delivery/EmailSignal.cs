using System.Threading.Channels;

namespace Dashboard.Features.Emails.Delivery;

/// <summary>Tells this node's dispatcher that there is something to send, so that it need not look all the time.</summary>
internal sealed class EmailSignal
{
    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>From any thread; many at once are the same as one.</summary>
    public void Wake() => signals.Writer.TryWrite(true);

    /// <summary>Ends with the next signal, at once if there was one since the last time, or after <paramref name="longest"/>.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(longest);
        try
        {
            await signals.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody called.
        }
    }
}
