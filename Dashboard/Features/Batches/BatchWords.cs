using Dashboard.Components.Parts;
using Dashboard.Domain.Emails;
using Dashboard.Emails;

namespace Dashboard.Features.Batches;

/// <summary>The e-mails of a batch as its page describes them.</summary>
internal static class BatchWords
{
    /// <summary>The filter of a part: "Not needed".</summary>
    public static string Part(BatchPart part) =>
        part switch
        {
            BatchPart.Skipped => EmailStateWords.Of(EmailState.Skipped),
            BatchPart.Unsure => EmailStateWords.Of(EmailState.Unsure),
            _ => part.ToString(),
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

    /// <summary>The reason for the state; null when the state explains itself.</summary>
    public static string? Reason(EmailState state, EmailObstacle? obstacle, string? lastError) =>
        state == EmailState.Skipped && obstacle is not null ? ObstacleWords.Title(obstacle)
        : state is EmailState.Sent or EmailState.Cancelled ? null
        : lastError;
}
