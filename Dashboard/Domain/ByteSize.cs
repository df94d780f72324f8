namespace Dashboard.Domain;

/// <summary>How sizes read: "412 B", "300 KB", "9.1 GB".</summary>
public static class ByteSize
{
    private const double Kilo = 1024;

    public static string Of(long bytes) =>
        bytes switch
        {
            < 1024 => FormattableString.Invariant($"{bytes} B"),
            < 1024 * 1024 => FormattableString.Invariant($"{bytes / Kilo:0.#} KB"),
            < 1024L * 1024 * 1024 => FormattableString.Invariant($"{bytes / (Kilo * Kilo):0.#} MB"),
            _ => FormattableString.Invariant($"{bytes / (Kilo * Kilo * Kilo):0.#} GB"),
        };
}
