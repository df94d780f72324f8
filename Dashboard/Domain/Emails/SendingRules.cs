using System.Globalization;

namespace Dashboard.Domain.Emails;

/// <summary>
/// Decides when the policy sends to a customer: a series of messages for each break, within limits. A step is due once
/// the grace period and the step's days have passed since the break. Any later message about the connection completes
/// it, so that missed steps are combined into one message.
/// </summary>
public sealed record SendingRules
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <inheritdoc cref="EmailPolicy.Grace"/>
    public required TimeSpan Grace { get; init; }

    /// <summary>When each message is due, in days after the grace period, ascending.</summary>
    public required IReadOnlyList<int> Steps { get; init; }
    public required SendingWindow Window { get; init; }

    /// <inheritdoc cref="EmailPolicy.MaxPerWeek"/>
    public required int MaxPerWeek { get; init; }

    /// <inheritdoc cref="EmailPolicy.CoolDown"/>
    public required TimeSpan CoolDown { get; init; }

    /// <inheritdoc cref="EmailPolicy.TimeZone"/>
    public required string TimeZone { get; init; }

    /// <summary>The steps as they are stored: "0,3,7".</summary>
    public string StepsText => string.Join(',', Steps.Select(s => s.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Whether both decide alike. Equality of records would compare lists of steps, and not the steps.</summary>
    public bool IsLike(SendingRules other) =>
        this with { Steps = other.Steps } == other && Steps.SequenceEqual(other.Steps);

    /// <exception cref="FormatException">The stored steps are invalid.</exception>
    public static SendingRules Of(EmailPolicy policy) =>
        new()
        {
            Grace = policy.Grace,
            Steps =
            [
                .. policy
                    .Steps.Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(s => int.Parse(s, CultureInfo.InvariantCulture)),
            ],
            Window = new SendingWindow(policy.QuietFrom, policy.QuietTo, policy.Days),
            MaxPerWeek = policy.MaxPerWeek,
            CoolDown = policy.CoolDown,
            TimeZone = policy.TimeZone,
        };

    /// <summary>When a step is due for a break.</summary>
    /// <param name="brokeAt">When the connection broke.</param>
    /// <param name="step">One of <see cref="Steps"/>.</param>
    public DateTimeOffset DueAt(DateTimeOffset brokeAt, int step) =>
        brokeAt + Grace + TimeSpan.FromDays(step);

    /// <summary>The earliest time to send to a customer if nothing changes until then; null for never.</summary>
    /// <param name="broken">The broken connections; those with an obstacle or a snooze do not count.</param>
    /// <param name="mails">
    /// When messages were sent, latest first: at least those within the cool-down and the last week.
    /// </param>
    /// <param name="zone">The customer's zone: see <see cref="CustomerZones"/>.</param>
    /// <param name="onSince">Earlier breaks do not count.</param>
    /// <param name="from">The earliest result.</param>
    public DateTimeOffset? NextSend(
        IReadOnlyList<BrokenConnection> broken,
        IReadOnlyList<DateTimeOffset> mails,
        TimeZoneInfo zone,
        DateTimeOffset onSince,
        DateTimeOffset from
    )
    {
        if (FirstPending(broken, onSince) is not { } due)
            return null;
        var earliest = Latest(from, due);
        if (mails.Count > 0)
            earliest = Latest(earliest, mails[0] + CoolDown);
        if (mails.Count >= MaxPerWeek)
            earliest = Latest(earliest, mails[MaxPerWeek - 1] + Week);
        return Window.NextOpen(earliest, zone);
    }

    private DateTimeOffset? FirstPending(IReadOnlyList<BrokenConnection> broken, DateTimeOffset onSince)
    {
        DateTimeOffset? first = null;
        foreach (var connection in broken)
        {
            if (connection.Since < onSince || IsHeldBack(connection))
                continue;
            foreach (var step in Steps)
            {
                var due = DueAt(connection.Since, step);
                if (!(due <= connection.LastMailAt) && !(due >= first))
                    first = due;
            }
        }
        return first;
    }

    private static bool IsHeldBack(BrokenConnection connection) =>
        connection.Obstacle is not null || connection.IsSnoozed;

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) =>
        one > other ? one : other;
}
