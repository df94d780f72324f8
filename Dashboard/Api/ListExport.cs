using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Dashboard.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api;

/// <summary>
/// Writes a list as a file, a line at a time, so that a list of millions needs no more memory than a page. Values come from
/// outside: a spreadsheet must not run them as formulas.
/// </summary>
public static class ListExport
{
    private const int BufferSize = 64 * 1024;

    private static readonly CsvWriterOptions Guarded = CsvWriterOptions.Default with
    {
        Injection = CsvInjection.Escape,
        WriteByteOrderMark = true,
    };

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    /// <param name="lines">Read as they are sent. A failure breaks the file off, which browsers show as a failed download.</param>
    /// <param name="format">The form.</param>
    /// <param name="list">The beginning of the file's name: "connections".</param>
    /// <param name="at">The rest of the file's name.</param>
    /// <param name="cancellationToken">Cancelled when the browser leaves.</param>
    /// <typeparam name="TLine">A <see cref="CsvRecordAttribute"/>.</typeparam>
    public static PushStreamHttpResult Send<TLine>(
        IAsyncEnumerable<TLine> lines,
        ExportFormat format,
        string list,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
        where TLine : notnull =>
        TypedResults.Stream(
            body => WriteAsync(body, lines, format, cancellationToken),
            TypeOf(format),
            NameOf(list, format, at)
        );

    /// <summary>The media type.</summary>
    public static string TypeOf(ExportFormat format) =>
        format == ExportFormat.Csv ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8";

    /// <summary>The file's name.</summary>
    public static string NameOf(string list, ExportFormat format, DateTimeOffset at) =>
        $"{list}-{at.UtcDateTime.ToString("yyyy-MM-dd-HHmm", CultureInfo.InvariantCulture)}.{(format == ExportFormat.Csv ? "csv" : "ndjson")}";

    /// <summary>Writes the lines as they are read.</summary>
    internal static Task WriteAsync<TLine>(
        Stream body,
        IAsyncEnumerable<TLine> lines,
        ExportFormat format,
        CancellationToken cancellationToken
    )
        where TLine : notnull =>
        format == ExportFormat.Csv
            ? WriteCsvAsync(body, lines, cancellationToken)
            : WriteNdjsonAsync(body, lines, cancellationToken);

    /// <summary>A point in time as files have it: ISO 8601 in UTC; null stays null.</summary>
    public static string? Time(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static async Task WriteCsvAsync<TLine>(
        Stream body,
        IAsyncEnumerable<TLine> lines,
        CancellationToken cancellationToken
    )
        where TLine : notnull
    {
        await using var csv = CsvWriter.Create(body, Guarded, leaveOpen: true);
        await csv.WriteRecordsAsync(lines, cancellationToken);
    }

    private static async Task WriteNdjsonAsync<TLine>(
        Stream body,
        IAsyncEnumerable<TLine> lines,
        CancellationToken cancellationToken
    )
    {
        // Each write to a response is sent.
        await using var buffer = new BufferedStream(body, BufferSize);
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            await JsonSerializer.SerializeAsync(buffer, line, JsonSerializerOptions.Web, cancellationToken);
            await buffer.WriteAsync(NewLine, cancellationToken);
        }
    }
}
