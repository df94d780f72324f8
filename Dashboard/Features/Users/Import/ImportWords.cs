using Dashboard.Components.Parts;
using Dashboard.Domain.Users;

namespace Dashboard.Features.Users.Import;

/// <summary>How imports read on screen.</summary>
internal static class ImportWords
{
    public static (Tone Tone, string Words) State(UserImport import) =>
        import.State switch
        {
            UserImportState.Uploading => (Tone.Wait, "Uploading"),
            UserImportState.Uploaded => (Tone.Wait, "Waiting for columns"),
            UserImportState.Checking => (Tone.Accent, $"Checking, {Percent(import)}"),
            UserImportState.Checked => (Tone.Wait, "Checked, waiting for confirmation"),
            UserImportState.Running => (Tone.Accent, $"Importing, {Percent(import)}"),
            UserImportState.Done => (Tone.Ok, "Imported"),
            UserImportState.Cancelled => (Tone.Neutral, "Cancelled"),
            _ => (Tone.Bad, "Failed"),
        };

    /// <summary>"1,200 new, 30 changed".</summary>
    public static string Counts(UserImport import)
    {
        (int Count, string Words)[] parts =
        [
            (import.Added, "new"),
            (import.Changed, "changed"),
            (import.Unchanged, "unchanged"),
            (import.Bad, "invalid"),
            (import.Superseded, "repeated"),
        ];
        return string.Join(
            ", ",
            parts.Where(p => p.Count > 0).Select(p => $"{Dashboard.Text.Counts.Number(p.Count)} {p.Words}")
        );
    }

    /// <summary>Why an import failed at the rows after those that are done.</summary>
    /// <param name="state">What it was doing.</param>
    /// <param name="rowsDone">How many rows of the file are done.</param>
    /// <param name="mayPass">The cause may pass, but was met too often.</param>
    public static string CanNotGoOn(UserImportState state, int rowsDone, bool mayPass)
    {
        var rows =
            rowsDone == 0 ? "The first rows" : $"The rows after row {Dashboard.Text.Counts.Number(rowsDone)}";
        var work = state == UserImportState.Checking ? "compared with the users" : "written to the database";
        return mayPass
            ? $"{rows} could not be {work} in {ImportRetries.MaxFailures} attempts. Import the file again later."
            : $"{rows} can't be {work}. The server's log names the error.";
    }

    /// <summary>"40 %"; "0 %" while it waits for another.</summary>
    public static string Percent(UserImport import) =>
        $"{(import.Rows == 0 ? 0 : 100L * import.RowsDone / import.Rows)} %";
}
