namespace Dashboard.Domain.Emails;

/// <summary>The days on which the policy sends.</summary>
[Flags]
public enum SendingDays
{
    None = 0,
    Monday = 1,
    Tuesday = 2,
    Wednesday = 4,
    Thursday = 8,
    Friday = 16,
    Saturday = 32,
    Sunday = 64,
    Weekdays = Monday | Tuesday | Wednesday | Thursday | Friday,
    All = Weekdays | Saturday | Sunday,
}

/// <summary>
/// The rules of automatic e-mails, and the cool-down of all e-mails. The only row of its table; off by default.
/// </summary>
public sealed class EmailPolicy
{
    public const int OnlyId = 1;

    public int Id { get; private set; } = OnlyId;

    /// <summary>When the policy was switched on; null while it is off. Earlier breaks do not count.</summary>
    public DateTimeOffset? OnSince { get; set; }

    /// <summary>How long to wait for a break to heal before the first message.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromHours(1);

    /// <summary>When each message is due, in days after the grace period, ascending: "0,3,7".</summary>
    public string Steps { get; set; } = "0,3,7";

    /// <summary>The quiet hours in the customer's time zone; equal times: none.</summary>
    public TimeOnly QuietFrom { get; set; } = new(20, 0);
    public TimeOnly QuietTo { get; set; } = new(8, 0);
    public SendingDays Days { get; set; } = SendingDays.Weekdays;

    /// <summary>The maximum number of messages to a user within seven days.</summary>
    public int MaxPerWeek { get; set; } = 2;

    /// <summary>The minimum time between two messages to a user, sent by operators or the policy.</summary>
    public TimeSpan CoolDown { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The IANA zone of customers without a known one.</summary>
    public string TimeZone { get; set; } = "Etc/UTC";
    public DateTimeOffset? UpdatedAt { get; set; }
    public string? UpdatedBy { get; set; }

    /// <summary>Increases with every change; detects concurrent changes.</summary>
    public long Version { get; private set; }

    /// <summary>Takes over other rules, without switching the policy on or off.</summary>
    public void Take(SendingRules rules)
    {
        (Grace, Steps) = (rules.Grace, rules.StepsText);
        (QuietFrom, QuietTo, Days) = (rules.Window.QuietFrom, rules.Window.QuietTo, rules.Window.Days);
        (MaxPerWeek, CoolDown, TimeZone) = (rules.MaxPerWeek, rules.CoolDown, rules.TimeZone);
    }

    public void NextVersion() => Version++;
}
