using Dashboard.Domain.Emails;

namespace Dashboard.Emails.Policy;

/// <summary>The policy at one moment, asked about one person after the other.</summary>
internal sealed class PolicyDecision(EmailPolicy policy, DateTimeOffset now)
{
    // An opt-in, an incident that is over and another break are heard of by looking: this late at most.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(5);
    private readonly SendingRules _rules = SendingRules.Of(policy);
    private readonly CustomerZones _zones = new(policy.TimeZone);

    public DateTimeOffset Now => now;
    public DateTimeOffset OnSince { get; } =
        policy.OnSince ?? throw new ArgumentException("The policy is off.", nameof(policy));

    /// <summary>For breaks until then the grace period is over.</summary>
    public DateTimeOffset BrokenBy => now - policy.Grace;

    /// <param name="person">Who may be written to.</param>
    /// <param name="lookAgain">Until then the answer is no, as far as anybody knows.</param>
    public bool IsDue(Addressee person, out DateTimeOffset lookAgain)
    {
        lookAgain = now + LookAgainAfter;
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
        if (next < lookAgain)
            lookAgain = next.Value;
        return next <= now;
    }
}
