using System.Globalization;
using Dashboard.Components.Parts;
using Dashboard.Domain.Emails;

namespace Dashboard.Features.Sending;

/// <summary>How sending reads on screen.</summary>
internal static class SendingWords
{
    public const string OnItsWay = "A message is on its way already";

    /// <summary>"1 e-mail", "1,298 e-mails".</summary>
    public static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");

    /// <param name="reason">Of <see cref="LeftOut.Key"/>.</param>
    public static string LeftOutTitle(string reason) =>
        Enum.TryParse<EmailObstacle>(reason, out var obstacle) ? Title(obstacle) : OnItsWay;

    public static string Title(EmailObstacle obstacle) =>
        obstacle switch
        {
            EmailObstacle.Repaired => "Nothing broken any more",
            EmailObstacle.NoAddress => "No e-mail address",
            EmailObstacle.OptedOut => "Asked for no e-mails",
            EmailObstacle.Suppressed => "Address bounced, or its owner complained",
            EmailObstacle.NoSecret => "Secret missing or refused",
            EmailObstacle.Snoozed => "Snoozed",
            EmailObstacle.Duplicate => "Probably connected anew",
            EmailObstacle.Incident => "Brokerage incident",
            EmailObstacle.Maintenance => "Brokerage in maintenance",
            _ => "Written to a short while ago",
        };

    /// <summary>What it means, and what somebody may do about it.</summary>
    /// <param name="obstacle">Null when a message is on its way.</param>
    public static string Advice(EmailObstacle? obstacle) =>
        obstacle switch
        {
            null => "They get that one; another would be one too many.",
            EmailObstacle.Repaired => "There is nothing to write about.",
            EmailObstacle.NoAddress =>
                "Your developers can send the address. Until then, copy a link and reach them another way.",
            EmailObstacle.OptedOut => "Copy a link and reach them another way.",
            EmailObstacle.Suppressed => "Correct the address, or lift its suppression under E-mails.",
            EmailObstacle.NoSecret =>
                "No link would work. Your developers must send the current secret first.",
            EmailObstacle.Snoozed => "End the snooze first.",
            EmailObstacle.Duplicate =>
                "A newer connection seems to have taken its place. Open it: delete the old one, or say that they are two logins.",
            EmailObstacle.Incident =>
                "Many connections of the brokerage broke at once, which customers can’t help.",
            EmailObstacle.Maintenance => "Logging in would fail until the maintenance is over.",
            _ => "Another message so soon may annoy them.",
        };

    public static string State(EmailState state) =>
        state switch
        {
            EmailState.Queued => "Waiting",
            EmailState.Sending => "Being sent",
            _ => state.ToString(),
        };

    public static Tone Tone(EmailState state) =>
        state switch
        {
            EmailState.Sent => Components.Parts.Tone.Ok,
            EmailState.Failed => Components.Parts.Tone.Bad,
            EmailState.Unsure => Components.Parts.Tone.Wait,
            EmailState.Queued or EmailState.Sending => Components.Parts.Tone.Accent,
            _ => Components.Parts.Tone.Neutral,
        };

    public static string Icon(EmailState state) =>
        state switch
        {
            EmailState.Sent => "check",
            EmailState.Failed => "warning",
            EmailState.Unsure => "question",
            EmailState.Queued => "clock",
            EmailState.Sending => "send",
            _ => "x",
        };

    /// <summary>Why it ended as it did; null when there is nothing to say.</summary>
    public static string? Reason(EmailState state, EmailObstacle? obstacle, string? lastError) =>
        state == EmailState.Skipped && obstacle is { } why ? Title(why)
        : state is EmailState.Sent or EmailState.Cancelled ? null
        : lastError;
}
