using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Emails.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails.Policy;

/// <summary>
/// One look at everybody with a broken connection: whoever is to be written to now gets an e-mail queued, all
/// others are looked at again. The dispatcher decides once more when it sends.
/// </summary>
internal sealed class PolicyPass(
    IDbContextFactory<DashboardDbContext> contexts,
    Addressees addressees,
    EmailSignal signal,
    TimeProvider time
)
{
    public const string CreatedBy = "Policy";
    private readonly LookAhead _looks = new();

    /// <summary>For one caller at a time.</summary>
    /// <param name="policy">It is on.</param>
    /// <param name="goOn">Asked between pages, for whoever must not go on for long unasked.</param>
    /// <param name="cancellationToken">Ends it between pages.</param>
    /// <returns>How many e-mails were queued.</returns>
    public async Task<int> RunAsync(
        EmailPolicy policy,
        Func<CancellationToken, Task<bool>> goOn,
        CancellationToken cancellationToken
    )
    {
        var decision = new PolicyDecision(policy, time.GetUtcNow());
        _looks.Begin(policy.Version);
        var queued = 0;
        Candidate? last = null;
        do
        {
            var page = await PageAsync(decision, last, cancellationToken);
            var due = await DueAsync(decision, page, cancellationToken);
            if (await QueueAsync(policy, due, cancellationToken) is not { } count)
                return queued;
            queued += count;
            last = page.Count < Addressees.MostAtOnce ? null : page[^1];
        } while (last is not null && await goOn(cancellationToken));
        return queued;
    }

    /// <summary>The next connections for which the grace period is over, the oldest break first.</summary>
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
            .Take(Addressees.MostAtOnce);
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
                .Where(id => _looks.IsTimeFor(id, decision.Now)),
        ];
        if (userIds.Count == 0)
            return [];
        var people = await addressees.LoadAsync(userIds, cancellationToken);
        var due = new List<Email>();
        foreach (var person in people.Values)
        {
            if (decision.IsDue(person, out var lookAgain))
                due.Add(Email.Create(person.UserId, EmailTrigger.Policy, CreatedBy, decision.Now));
            _looks.Note(person.UserId, lookAgain);
        }
        return due;
    }

    /// <returns>How many were queued; null when the policy is another by now.</returns>
    private async Task<int?> QueueAsync(
        EmailPolicy policy,
        List<Email> emails,
        CancellationToken cancellationToken
    )
    {
        if (emails.Count == 0)
            return 0;
        var queued = await TryQueueAsync(policy, emails, cancellationToken);
        if (queued is Outcome.AnotherIsOpen && emails.Count > 1)
            return await QueueEachAsync(policy, emails, cancellationToken);
        if (queued is Outcome.Queued)
            signal.Wake();
        return queued switch
        {
            Outcome.Queued => emails.Count,
            Outcome.AnotherIsOpen => 0,
            _ => null,
        };
    }

    // Somebody was quicker with one of them.
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
        // Whoever switches the policy off waits for this and cancels these too, or has been and nothing is queued.
        var held = await db
            .EmailPolicies.Where(p => p.Id == EmailPolicy.OnlyId && p.Version == policy.Version)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.Version, p => p.Version), cancellationToken);
        if (held == 0)
            return Outcome.PolicyChanged;
        db.Emails.AddRange(emails);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (db.IsUniqueViolation(exception))
        {
            return Outcome.AnotherIsOpen;
        }
        await transaction.CommitAsync(cancellationToken);
        return Outcome.Queued;
    }

    private enum Outcome
    {
        Queued,
        AnotherIsOpen,
        PolicyChanged,
    }
}

/// <summary>A broken connection whose grace period is over.</summary>
internal sealed record Candidate(string UserId, DateTimeOffset Since, string ConnectionId);
