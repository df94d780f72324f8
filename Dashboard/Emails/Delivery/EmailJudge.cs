using Dashboard.Data;
using Dashboard.Domain.Emails;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails.Delivery;

/// <summary>The decision about an e-mail that is due.</summary>
/// <param name="Addressee">Null when the user no longer exists.</param>
/// <param name="IsCancelled">Whether its batch was cancelled after the e-mail was claimed before.</param>
/// <param name="WaitsUntil">When the customer's quiet hours end, for e-mails of the policy; null when it may be sent now.</param>
internal sealed record JudgedEmail(
    Email Email,
    Addressee? Addressee,
    Verdict Verdict,
    bool IsCancelled,
    DateTimeOffset? WaitsUntil
);

/// <summary>Decides whether e-mails that are due are still to be sent, and drops those that are not.</summary>
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
                    // Quiet hours apply to the policy only; operators may send at any time.
                    email.Trigger == EmailTrigger.Policy
                    && window.NextOpen(now, zones.Of(person?.TimeZone)) is { } open
                    && open > now
                        ? open
                        : null
                );
            }),
        ];
    }

    /// <summary>Skips or cancels an e-mail; returns false when its state has changed meanwhile.</summary>
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

    /// <summary>Postpones an e-mail until its customer's quiet hours are over.</summary>
    public async Task PostponeAsync(string emailId, DateTimeOffset until, CancellationToken cancellationToken)
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
