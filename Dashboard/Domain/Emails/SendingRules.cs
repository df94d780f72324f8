using System.Globalization;

namespace Dashboard.Domain.Emails;

/// <summary>
/// When the policy writes to a customer: a ladder of messages for each break, and what stands before each. A step
/// of the ladder is due once the grace period and the step's days have passed since the break. Any message about the
/// connection from then on answers it, so that steps which were missed come to one message.
/// </summary>
public sealed record SendingRules
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <inheritdoc cref="EmailPolicy.Grace"/>
    public required TimeSpan Grace { get; init; }

    /// <summary>How many days after the grace period each message is due, ascending.</summary>
    public required IReadOnlyList<int> Steps { get; init; }
    public required SendingWindow Window { get; init; }

    /// <inheritdoc cref="EmailPolicy.MostPerWeek"/>
    public required int MostPerWeek { get; init; }

    /// <inheritdoc cref="EmailPolicy.CoolDown"/>
    public required TimeSpan CoolDown { get; init; }

    /// <inheritdoc cref="EmailPolicy.TimeZone"/>
    public required string TimeZone { get; init; }

    /// <summary>The steps as they are stored: "0,3,7".</summary>
    public string StepsText => string.Join(',', Steps.Select(s => s.ToString(CultureInfo.InvariantCulture)));

    /// <exception cref="FormatException">The stored steps are none.</exception>
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
            MostPerWeek = policy.MostPerWeek,
            CoolDown = policy.CoolDown,
            TimeZone = policy.TimeZone,
        };

    /// <summary>When a step is due for a break of that time.</summary>
    /// <param name="brokeAt">When the connection broke.</param>
    /// <param name="step">One of <see cref="Steps"/>.</param>
    public DateTimeOffset DueAt(DateTimeOffset brokeAt, int step) =>
        brokeAt + Grace + TimeSpan.FromDays(step);

    /// <summary>The earliest moment at which a customer is written to if nothing changes until then; null for never.</summary>
    /// <param name="broken">What is broken; what a message would leave out, or is snoozed, does not count.</param>
    /// <param name="mails">
    /// When messages went out, the latest first: at least all within the cool-down and the last week.
    /// </param>
    /// <param name="zone">The customer's: see <see cref="CustomerZones"/>.</param>
    /// <param name="onSince">Breaks before do not count.</param>
    /// <param name="from">The answer is not before.</param>
    public DateTimeOffset? NextSend(
        IReadOnlyList<BrokenConnection> broken,
        IReadOnlyList<DateTimeOffset> mails,
        TimeZoneInfo zone,
        DateTimeOffset onSince,
        DateTimeOffset from
    )
    {
        if (FirstUnanswered(broken, onSince) is not { } due)
            return null;
        var earliest = Latest(from, due);
        if (mails.Count > 0)
            earliest = Latest(earliest, mails[0] + CoolDown);
        if (mails.Count >= MostPerWeek)
            earliest = Latest(earliest, mails[MostPerWeek - 1] + Week);
        return Window.NextOpen(earliest, zone);
    }

    private DateTimeOffset? FirstUnanswered(IReadOnlyList<BrokenConnection> broken, DateTimeOffset onSince)
    {
        DateTimeOffset? first = null;
        foreach (var connection in broken)
        {
            if (connection.Since < onSince || IsPutOff(connection))
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

    private static bool IsPutOff(BrokenConnection connection) =>
        connection.Obstacle is not null || connection.IsSnoozed;

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) =>
        one > other ? one : other;
}
