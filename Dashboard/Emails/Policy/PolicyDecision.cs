using Dashboard.Domain.Emails;

namespace Dashboard.Emails.Policy;

/// <summary>Evaluates the policy at one moment for one user after the other.</summary>
internal sealed class PolicyDecision(EmailPolicy policy, DateTimeOffset now)
{
    // An opt-in, the end of an incident and another break take effect this late at most.
    private static readonly TimeSpan RecheckAfter = TimeSpan.FromMinutes(5);
    private readonly SendingRules _rules = SendingRules.Of(policy);
    private readonly CustomerZones _zones = new(policy.TimeZone);

    public DateTimeOffset Now => now;
    public DateTimeOffset OnSince { get; } =
        policy.OnSince ?? throw new ArgumentException("The policy is off.", nameof(policy));

    /// <summary>The grace period is over for breaks up to this time.</summary>
    public DateTimeOffset BrokenBy => now - policy.Grace;

    /// <summary>Whether the policy sends the user an e-mail now.</summary>
    /// <param name="person">The user.</param>
    /// <param name="recheckAt">When to evaluate the user again.</param>
    public bool IsDue(Addressee person, out DateTimeOffset recheckAt)
    {
        recheckAt = now + RecheckAfter;
        if (person.HasOpenMail)
            return false;
        var verdict = person.Judge(policy.CoolDown, now, isPolicy: true, isOverridden: false);
        if (verdict.Obstacle is not null)
            return false;
        var next = _rules.NextSend(
            person.Broken,
            person.Mails,
            _zones.Of(person.TimeZone),
            OnSince,
            from: now
        );
        if (next < recheckAt)
            recheckAt = next.Value;
        return next <= now;
    }
}
