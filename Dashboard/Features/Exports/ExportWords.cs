using Dashboard.Api.Exports;
using Dashboard.Components.Parts;
using Dashboard.Domain;
using Dashboard.Text;

namespace Dashboard.Features.Exports;

/// <summary>Exports in plain words.</summary>
internal static class ExportWords
{
    public static (Tone Tone, string Words) Of(ExportStatus status) =>
        status.State switch
        {
            ExportState.Working => (Tone.Accent, $"{Counts.Of(status.Rows, "row")} so far"),
            ExportState.Ready => (Tone.Ok, $"{Counts.Of(status.Rows, "row")}, {ByteSize.Of(status.Size)}"),
            ExportState.Cancelled => (Tone.Neutral, "Cancelled"),
            _ => (Tone.Bad, "Not finished"),
        };

    /// <summary>When an export has ended.</summary>
    public static string Ended(ExportJob job) =>
        job.Status.State == ExportState.Ready
            ? $"Your export of {job.Order.List} is ready."
            : $"Your export of {job.Order.List} was not finished.";
}
