namespace Dashboard.Features.Webhooks;

/// <summary>The body of one delivery, from its first byte to its last.</summary>
internal sealed class AwaitedBody(BodyBudget budget, string address) : IDisposable
{
    private readonly CancellationTokenSource _gaveWay = new();

    public string Address => address;

    /// <summary>What the budget has counted for it.</summary>
    public long Bytes { get; set; }

    /// <summary>Cancelled when the body has to give way to others.</summary>
    public CancellationToken GaveWay => _gaveWay.Token;

    /// <summary>Counts what has arrived so far; others give way if there is no room for it.</summary>
    public void Hold(long bytes) => budget.Hold(this, bytes);

    public void GiveUp()
    {
        try
        {
            _gaveWay.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    public void Dispose()
    {
        budget.Release(this);
        _gaveWay.Dispose();
    }
}

/// <summary>Bodies in the order in which they began, and what they hold. Used under the lock of the budget.</summary>
internal sealed class AwaitedBodies
{
    private readonly LinkedList<AwaitedBody> _inOrder = [];
    private readonly Dictionary<AwaitedBody, LinkedListNode<AwaitedBody>> _nodes = [];

    public long Bytes;
    public int Count;

    public bool IsOver(long maxBytes, int maxCount) => Bytes > maxBytes || Count > maxCount;

    public bool Contains(AwaitedBody body) => _nodes.ContainsKey(body);

    public AwaitedBody OldestBut(AwaitedBody body) =>
        _inOrder.First!.Value == body ? _inOrder.First.Next!.Value : _inOrder.First.Value;

    public void Add(AwaitedBody body)
    {
        _nodes[body] = _inOrder.AddLast(body);
        Count++;
    }

    public void Grow(long bytes) => Bytes += bytes;

    public bool Remove(AwaitedBody body)
    {
        if (!_nodes.Remove(body, out var node))
            return false;
        _inOrder.Remove(node);
        Bytes -= body.Bytes;
        Count--;
        return true;
    }
}
