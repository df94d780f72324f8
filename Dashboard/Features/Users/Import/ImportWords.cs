using Dashboard.Components.Parts;
using Dashboard.Domain.Users;

namespace Dashboard.Features.Users.Import;

/// <summary>How imports read on screen.</summary>
internal static class ImportWords
{
    public static (Tone Tone, string Words) State(UserImport import) =>
        import.State switch
        {
            UserImportState.Uploading => (Tone.Wait, "Coming in"),
            UserImportState.Uploaded => (Tone.Wait, "Waits for its columns"),
            UserImportState.Checking => (Tone.Accent, $"Checking, {Percent(import)}"),
            UserImportState.Checked => (Tone.Wait, "Checked, waits for a yes"),
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
            (import.Bad, "bad"),
            (import.Superseded, "repeated"),
        ];
        return string.Join(
            ", ",
            parts.Where(p => p.Count > 0).Select(p => $"{Dashboard.Text.Counts.Number(p.Count)} {p.Words}")
        );
    }

    /// <summary>"40 %"; "0 %" while it waits for another.</summary>
    public static string Percent(UserImport import) =>
        $"{(import.Rows == 0 ? 0 : 100L * import.RowsDone / import.Rows)} %";
}
