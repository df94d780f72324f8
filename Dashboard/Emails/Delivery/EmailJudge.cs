using Dashboard.Data;
using Dashboard.Domain.Emails;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails.Delivery;

/// <summary>What is to become of an e-mail whose turn has come.</summary>
/// <param name="Addressee">Null when the user is not known any more.</param>
/// <param name="IsCancelled">Its batch was cancelled while it was being tried.</param>
/// <param name="WaitsUntil">The customer's quiet hours have begun since the policy queued it; null when it may go.</param>
internal sealed record JudgedEmail(
    Email Email,
    Addressee? Addressee,
    Verdict Verdict,
    bool IsCancelled,
    DateTimeOffset? WaitsUntil
);

/// <summary>Decides, at the last moment, whether e-mails are still to be sent, and drops those that are not.</summary>
internal sealed class EmailJudge(
    IDbContextFactory<DashboardDbContext> contexts,
    Addressees addressees,
    PolicyReader policies,
    TimeProvider time
)
{
    public async Task<IReadOnlyList<JudgedEmail>> JudgeAsync(
        IReadOnlyList<Email> due,
        CancellationToken cancellationToken
    )
    {
        if (due.Count == 0)
            return [];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var people = await addressees.LoadAsync(
            db,
            [.. due.Select(e => e.UserId).Distinct(StringComparer.Ordinal)],
            cancellationToken
        );
        var policy = await policies.ReadAsync(db, cancellationToken);
        var (window, zones) = (SendingRules.Of(policy).Window, new CustomerZones(policy.TimeZone));
        var cancelled = await CancelledBatchesAsync(db, due, cancellationToken);
        var now = time.GetUtcNow();
        return
        [
            .. due.Select(email =>
            {
                var person = people.GetValueOrDefault(email.UserId);
                return new JudgedEmail(
                    email,
                    person,
                    VerdictOn(email, person, policy.CoolDown, now),
                    email.BatchId is { } batch && cancelled.Contains(batch),
                    // A person who sends knows what time it is; what goes out by itself keeps the hours.
                    email.Trigger == EmailTrigger.Policy
                    && window.NextOpen(now, zones.Of(person?.TimeZone)) is { } open
                    && open > now
                        ? open
                        : null
                );
            }),
        ];
    }

    /// <summary>Ends an e-mail that is not to be sent; false when somebody else was first.</summary>
    public async Task<bool> DropAsync(JudgedEmail judged, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (state, obstacle) = judged.IsCancelled
            ? (EmailState.Cancelled, (EmailObstacle?)null)
            : (EmailState.Skipped, judged.Verdict.Obstacle);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
                .Emails.Where(e => e.Id == judged.Email.Id && e.State == EmailState.Queued)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(e => e.State, state)
                            .SetProperty(e => e.Obstacle, obstacle)
                            .SetProperty(e => e.FinishedAt, now),
                    cancellationToken
                ) == 1;
    }

    /// <summary>Has an e-mail wait until its customer's quiet hours are over.</summary>
    public async Task PutOffAsync(string emailId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .Emails.Where(e => e.Id == emailId && e.State == EmailState.Queued)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.NotBefore, until), cancellationToken);
    }

    private static Verdict VerdictOn(Email email, Addressee? person, TimeSpan coolDown, DateTimeOffset now) =>
        (person ?? new Addressee { UserId = email.UserId }).Judge(
            coolDown,
            now,
            isPolicy: email.Trigger == EmailTrigger.Policy,
            isOverridden: email.OverrideReason is not null
        );

    private static async Task<HashSet<string>> CancelledBatchesAsync(
        DashboardDbContext db,
        IReadOnlyList<Email> due,
        CancellationToken cancellationToken
    )
    {
        var batches = due.Select(e => e.BatchId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return batches.Count == 0
            ? []
            : await db
                .EmailBatches.Where(b => batches.Contains(b.Id) && b.CancelledAt != null)
                .Select(b => b.Id)
                .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
    }
}
