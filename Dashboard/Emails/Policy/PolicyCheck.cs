using Dashboard.Domain.Emails;

namespace Dashboard.Emails.Policy;

/// <summary>The parts of the policy on its page.</summary>
public enum PolicyPart
{
    Grace,
    Steps,
    QuietHours,
    Days,
    MaxPerWeek,
    CoolDown,
    TimeZone,
}

/// <param name="Words">The problem and its solution, as a sentence.</param>
public sealed record PolicyProblem(PolicyPart Part, string Words);

/// <summary>Validates rules.</summary>
internal static class PolicyCheck
{
    public const int MaxSteps = 10;
    public const int LastDay = 90;
    public static readonly TimeSpan MaxGrace = TimeSpan.FromDays(7);
    public static readonly TimeSpan MaxCoolDown = TimeSpan.FromDays(14);
    private static readonly TimeSpan MinCoolDown = TimeSpan.FromHours(1);
    private static readonly TimeSpan MinOpening = TimeSpan.FromHours(1);

    public static IReadOnlyList<PolicyProblem> Problems(SendingRules rules)
    {
        var problems = new List<PolicyProblem>();
        Check(
            IsBetween(rules.Grace, TimeSpan.Zero, MaxGrace),
            PolicyPart.Grace,
            "Wait between 0 and 7 days."
        );
        CheckSteps();
        Check(
            OpenFor(rules.Window) >= MinOpening,
            PolicyPart.QuietHours,
            "Allow e-mails for at least one hour of the day."
        );
        Check(
            (rules.Window.Days & SendingDays.All) != SendingDays.None,
            PolicyPart.Days,
            "Choose at least one day."
        );
        Check(rules.MaxPerWeek is >= 1 and <= 7, PolicyPart.MaxPerWeek, "Choose between 1 and 7.");
        Check(
            IsBetween(rules.CoolDown, MinCoolDown, MaxCoolDown),
            PolicyPart.CoolDown,
            "Choose between 1 hour and 14 days."
        );
        Check(
            CustomerZones.Knows(rules.TimeZone),
            PolicyPart.TimeZone,
            "Unknown time zone. Enter a name such as America/Toronto."
        );
        return problems;

        void CheckSteps()
        {
            Check(
                rules.Steps.Count is >= 1 and <= MaxSteps,
                PolicyPart.Steps,
                "Enter between 1 and 10 messages."
            );
            Check(
                rules.Steps.All(s => s is >= 0 and <= LastDay),
                PolicyPart.Steps,
                "Each message is due between 0 and 90 days after the waiting time."
            );
            Check(
                rules.Steps.Zip(rules.Steps.Skip(1)).All(p => p.First < p.Second),
                PolicyPart.Steps,
                "Each message must be later than the previous one."
            );
        }

        void Check(bool isFine, PolicyPart part, string words)
        {
            if (!isFine)
                problems.Add(new PolicyProblem(part, words));
        }
    }

    private static bool IsBetween(TimeSpan span, TimeSpan least, TimeSpan most) =>
        least <= span && span <= most;

    // A subtraction of times of day wraps at midnight.
    private static TimeSpan OpenFor(SendingWindow window) =>
        window.HasQuietHours ? window.QuietFrom - window.QuietTo : TimeSpan.FromDays(1);
}
