using Dashboard.Data;
using Dashboard.Data.Work;

namespace Dashboard.Emails.Delivery;

/// <summary>Whether this node is the one that sends. Used by one thread.</summary>
internal sealed class DispatcherLease(WorkLeases leases, TimeProvider time)
{
    public const string Name = "email-dispatcher";

    private static readonly TimeSpan LastsFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);

    private DateTimeOffset _heldAt;

    public bool IsHeld { get; private set; }

    /// <summary>Whether it is long enough ago that it was taken, or tried, to do so now.</summary>
    public bool IsDue => !IsHeld || time.GetUtcNow() - _heldAt >= RenewEvery;

    /// <summary>Takes or renews it; <see cref="IsHeld"/> says whether that worked.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        IsHeld = await leases.HoldAsync(Name, LastsFor, cancellationToken);
        _heldAt = now;
    }

    /// <summary>Lets another node begin at once.</summary>
    public async Task ReleaseAsync()
    {
        if (IsHeld)
            await leases.ReleaseAsync(Name, CancellationToken.None);
        IsHeld = false;
    }
}
