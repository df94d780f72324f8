using System.Globalization;
using System.Text.Json.Serialization;
using Dashboard.Domain.Emails;
using Dashboard.Emails.Policy;

namespace Dashboard.Features.Policy;

/// <summary>The units of a length of time in the form.</summary>
public enum SpanUnit
{
    Minutes,
    Hours,
    Days,
}

/// <summary>A form that was not saved.</summary>
/// <param name="Version">Of the policy that it changes.</param>
public sealed record PolicyDraft(long Version, PolicyForm Form);

/// <summary>The policy as typed into the form, valid or not.</summary>
public sealed class PolicyForm
{
    private const string TimeFormat = "HH:mm";
    private const string NoNumber = "Enter 0 or more, as a whole number of up to 5 digits.";

    public string Grace { get; set; } = "";
    public SpanUnit GraceUnit { get; set; }

    [JsonInclude]
    public List<string> Steps { get; private init; } = [];
    public bool HasQuietHours { get; set; }
    public string QuietFrom { get; set; } = "";
    public string QuietTo { get; set; } = "";
    public SendingDays Days { get; set; }
    public string MaxPerWeek { get; set; } = "";
    public string CoolDown { get; set; } = "";
    public SpanUnit CoolDownUnit { get; set; }
    public string TimeZone { get; set; } = "";

    public static PolicyForm Of(SendingRules rules)
    {
        var (grace, coolDown) = (Split(rules.Grace), Split(rules.CoolDown));
        var window = rules.Window;
        return new PolicyForm
        {
            Grace = grace.Amount,
            GraceUnit = grace.Unit,
            Steps = [.. rules.Steps.Select(Text)],
            HasQuietHours = window.HasQuietHours,
            QuietFrom = window.QuietFrom.ToString(TimeFormat, CultureInfo.InvariantCulture),
            QuietTo = window.QuietTo.ToString(TimeFormat, CultureInfo.InvariantCulture),
            Days = window.Days,
            MaxPerWeek = Text(rules.MaxPerWeek),
            CoolDown = coolDown.Amount,
            CoolDownUnit = coolDown.Unit,
            TimeZone = rules.TimeZone,
        };
    }

    /// <summary>Whether both say the same.</summary>
    public bool IsLike(PolicyForm other) => Fields() == other.Fields() && Steps.SequenceEqual(other.Steps);

    private (
        string,
        SpanUnit,
        bool,
        string,
        string,
        SendingDays,
        string,
        string,
        SpanUnit,
        string
    ) Fields() =>
        (
            Grace,
            GraceUnit,
            HasQuietHours,
            QuietFrom,
            QuietTo,
            Days,
            MaxPerWeek,
            CoolDown,
            CoolDownUnit,
            TimeZone
        );

    /// <summary>Adds a message some days after the last.</summary>
    public void AddStep() =>
        Steps.Add(Text(Steps.Count > 0 && Number(Steps[^1]) is { } last ? last + Math.Max(3, last / 2) : 0));

    /// <summary>Parses the form: the rules, or null with the problems.</summary>
    public (SendingRules? Rules, IReadOnlyList<PolicyProblem> Problems) Read()
    {
        var problems = new List<PolicyProblem>();
        var rules = new SendingRules
        {
            Grace = Span(PolicyPart.Grace, Grace, GraceUnit),
            Steps = [.. Steps.Select(s => Required(PolicyPart.Steps, Number(s), NoNumber))],
            Window = new SendingWindow(
                Time(QuietFrom),
                HasQuietHours ? Time(QuietTo) : Time(QuietFrom),
                Days
            ),
            MaxPerWeek = Required(PolicyPart.MaxPerWeek, Number(MaxPerWeek), NoNumber),
            CoolDown = Span(PolicyPart.CoolDown, CoolDown, CoolDownUnit),
            TimeZone = TimeZone.Trim(),
        };
        if (HasQuietHours && !rules.Window.HasQuietHours)
            problems.Add(
                new(
                    PolicyPart.QuietHours,
                    "They begin and end at the same time. Clear the check box if there are no quiet hours."
                )
            );
        // A part that could not be parsed has its problem already.
        var unparsed = problems.Select(p => p.Part).ToHashSet();
        problems.AddRange(PolicyCheck.Problems(rules).Where(p => !unparsed.Contains(p.Part)));
        return (problems.Count == 0 ? rules : null, problems);

        TimeOnly Time(string text) =>
            Required<TimeOnly>(
                PolicyPart.QuietHours,
                TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null,
                "Enter times such as 20:00."
            );

        TimeSpan Span(PolicyPart part, string text, SpanUnit unit) =>
            Required(part, Number(text), NoNumber) * Length(unit);

        T Required<T>(PolicyPart part, T? value, string words)
            where T : struct
        {
            if (value is null)
                problems.Add(new PolicyProblem(part, words));
            return value ?? default;
        }
    }

    // Five digits cannot overflow a length of time.
    private static int? Number(string text) =>
        text.Trim() is { Length: <= 5 } digits
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static TimeSpan Length(SpanUnit unit) =>
        unit switch
        {
            SpanUnit.Minutes => TimeSpan.FromMinutes(1),
            SpanUnit.Hours => TimeSpan.FromHours(1),
            _ => TimeSpan.FromDays(1),
        };

    // In the largest unit without a fraction.
    private static (string Amount, SpanUnit Unit) Split(TimeSpan span)
    {
        var unit = Enum.GetValues<SpanUnit>().Last(u => u == SpanUnit.Minutes || IsWhole(span, u));
        return (Text((int)(span / Length(unit))), unit);
    }

    private static bool IsWhole(TimeSpan span, SpanUnit unit) =>
        span > TimeSpan.Zero && span.Ticks % Length(unit).Ticks == 0;
}
