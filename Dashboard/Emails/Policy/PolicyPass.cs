using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Emails.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails.Policy;

/// <summary>
/// Evaluates all users with a broken connection and queues an e-mail to those who are due for one. The dispatcher
/// evaluates each of them again before it sends.
/// </summary>
internal sealed class PolicyPass(
    IDbContextFactory<DashboardDbContext> contexts,
    Addressees addressees,
    EmailSignal signal,
    TimeProvider time
)
{
    public const string CreatedBy = "Policy";
    private readonly RecheckSchedule _rechecks = new();

    /// <summary>Runs one pass. Not thread-safe.</summary>
    /// <param name="policy">Must be on.</param>
    /// <param name="renewLease">Called between pages; the pass ends when it returns false.</param>
    /// <param name="cancellationToken">Cancels between pages.</param>
    /// <returns>The number of e-mails queued.</returns>
    public async Task<int> RunAsync(
        EmailPolicy policy,
        Func<CancellationToken, Task<bool>> renewLease,
        CancellationToken cancellationToken
    )
    {
        var decision = new PolicyDecision(policy, time.GetUtcNow());
        _rechecks.BeginPass(policy.Version);
        var queued = 0;
        Candidate? last = null;
        do
        {
            var page = await PageAsync(decision, last, cancellationToken);
            var due = await DueAsync(decision, page, cancellationToken);
            if (await QueueAsync(policy, due, cancellationToken) is not { } count)
                return queued;
            queued += count;
            last = page.Count < Addressees.MaxAtOnce ? null : page[^1];
        } while (last is not null && await renewLease(cancellationToken));
        return queued;
    }

    /// <summary>The next connections whose grace period is over, oldest break first.</summary>
    internal static IQueryable<Candidate> Compose(
        DashboardDbContext db,
        DateTimeOffset onSince,
        DateTimeOffset brokenBy,
        Candidate? after
    )
    {
        var connections = db.Connections.AsNoTracking().Where(c => c.Health == Health.Disabled);
        connections = after is { Since: var since, ConnectionId: var id }
            ? connections.Where(c =>
                c.Since >= since && (c.Since > since || string.Compare(c.Id, id) > 0) && c.Since <= brokenBy
            )
            : connections.Where(c => c.Since >= onSince && c.Since <= brokenBy);
        return connections
            .OrderBy(c => c.Since)
            .ThenBy(c => c.Id)
            .Select(c => new Candidate(c.UserId, c.Since, c.Id))
            .Take(Addressees.MaxAtOnce);
    }

    private async Task<List<Candidate>> PageAsync(
        PolicyDecision decision,
        Candidate? after,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Compose(db, decision.OnSince, decision.BrokenBy, after).ToListAsync(cancellationToken);
    }

    private async Task<List<Email>> DueAsync(
        PolicyDecision decision,
        List<Candidate> page,
        CancellationToken cancellationToken
    )
    {
        List<string> userIds =
        [
            .. page.Select(c => c.UserId)
                .Distinct(StringComparer.Ordinal)
                .Where(id => _rechecks.IsDue(id, decision.Now)),
        ];
        if (userIds.Count == 0)
            return [];
        var people = await addressees.LoadAsync(userIds, cancellationToken);
        var due = new List<Email>();
        foreach (var person in people.Values)
        {
            if (decision.IsDue(person, out var recheckAt))
                due.Add(Email.Create(person.UserId, EmailTrigger.Policy, CreatedBy, decision.Now));
            _rechecks.Set(person.UserId, recheckAt);
        }
        return due;
    }

    /// <returns>The number queued; null when the policy has changed.</returns>
    private async Task<int?> QueueAsync(
        EmailPolicy policy,
        List<Email> emails,
        CancellationToken cancellationToken
    )
    {
        if (emails.Count == 0)
            return 0;
        var queued = await TryQueueAsync(policy, emails, cancellationToken);
        if (queued is Outcome.HasOpenEmail && emails.Count > 1)
            return await QueueEachAsync(policy, emails, cancellationToken);
        if (queued is Outcome.Queued)
            signal.Wake();
        return queued switch
        {
            Outcome.Queued => emails.Count,
            Outcome.HasOpenEmail => 0,
            _ => null,
        };
    }

    // One of the users has an open e-mail by now.
    private async Task<int?> QueueEachAsync(
        EmailPolicy policy,
        List<Email> emails,
        CancellationToken cancellationToken
    )
    {
        var queued = 0;
        foreach (var email in emails)
        {
            if (await QueueAsync(policy, [email], cancellationToken) is not { } count)
                return null;
            queued += count;
        }
        return queued;
    }

    private async Task<Outcome> TryQueueAsync(
        EmailPolicy policy,
        List<Email> emails,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Locks the policy: an admin who switches it off either waits and cancels these e-mails too, or was first.
        var held = await db
            .EmailPolicies.Where(p => p.Id == EmailPolicy.OnlyId && p.Version == policy.Version)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.Version, p => p.Version), cancellationToken);
        if (held == 0)
            return Outcome.PolicyChanged;
        db.Emails.AddRange(emails);
        if (!await db.TrySaveAsync(cancellationToken))
            return Outcome.HasOpenEmail;
        await transaction.CommitAsync(cancellationToken);
        return Outcome.Queued;
    }

    private enum Outcome
    {
        Queued,
        HasOpenEmail,
        PolicyChanged,
    }
}

/// <summary>A broken connection whose grace period is over.</summary>
internal sealed record Candidate(string UserId, DateTimeOffset Since, string ConnectionId);
