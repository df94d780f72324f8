namespace Dashboard.Domain.Emails;

/// <summary>The days on which customers may be written to.</summary>
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
/// When e-mails go out by themselves, and what no e-mail may do. The one row of its table; off until an admin
/// switches it on.
/// </summary>
public sealed class EmailPolicy
{
    public const int OnlyId = 1;

    public int Id { get; private set; } = OnlyId;

    /// <summary>When the policy was switched on; null while it is off. It looks at breaks since then only.</summary>
    public DateTimeOffset? OnSince { get; set; }

    /// <summary>How long a break may heal by itself before anybody is written to.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The ladder: how long after the grace period each message is due, in days, ascending: "0,3,7".</summary>
    public string Steps { get; set; } = "0,3,7";

    /// <summary>When quiet hours begin and end in the customer's time zone; equal: there are none.</summary>
    public TimeOnly QuietFrom { get; set; } = new(20, 0);
    public TimeOnly QuietTo { get; set; } = new(8, 0);
    public SendingDays Days { get; set; } = SendingDays.Weekdays;

    /// <summary>How many messages a user gets at most within seven days.</summary>
    public int MostPerWeek { get; set; } = 2;

    /// <summary>How long after a message no other is sent to the same user, by whomever.</summary>
    public TimeSpan CoolDown { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The IANA zone of customers whose own is not known.</summary>
    public string TimeZone { get; set; } = "Etc/UTC";
    public DateTimeOffset? UpdatedAt { get; set; }
    public string? UpdatedBy { get; set; }

    /// <summary>Grows with every change, so that two admins can't overwrite each other.</summary>
    public long Version { get; private set; }

    /// <summary>Takes other rules over; whether it is on stays as it is.</summary>
    public void Take(SendingRules rules)
    {
        (Grace, Steps) = (rules.Grace, rules.StepsText);
        (QuietFrom, QuietTo, Days) = (rules.Window.QuietFrom, rules.Window.QuietTo, rules.Window.Days);
        (MostPerWeek, CoolDown, TimeZone) = (rules.MostPerWeek, rules.CoolDown, rules.TimeZone);
    }

    public void NextVersion() => Version++;
}
