using System.Buffers;
using System.Runtime.CompilerServices;
using CsvHelper;
using Dashboard.Domain;

namespace Dashboard.Features.Users.Import;

/// <summary>A file can't be read any further. The message contains nothing of the file.</summary>
internal sealed class UnreadableFileException(string message, Exception? innerException = null)
    : Exception(message, innerException);

/// <summary>Reads a CSV file from its start, a row at a time.</summary>
/// <param name="encoding">See <see cref="FileEncoding"/>.</param>
internal sealed class CsvFile(string encoding)
{
    /// <summary>Of one row, in bytes of UTF-8; limits what a quote that is never closed reads.</summary>
    public const int LongestRow = 64 * 1024;
    public const int MaxColumns = 200;

    /// <summary>
    /// Consecutive malformed rows, which are reported only when the next good row is read.
    /// </summary>
    public const int MaxSkipped = 10_000;

    private static readonly SearchValues<char> Separators = SearchValues.Create(",;|\t");
    private readonly Queue<ImportRow> _skipped = new();
    private int _misfits;

    /// <summary>The names in the header.</summary>
    /// <exception cref="UnreadableFileException"/>
    public async Task<IReadOnlyList<string>> HeadersAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var csv = Open(stream);
        return await HeadersAsync(csv, cancellationToken);
    }

    /// <summary>The rows below the header, with their problems.</summary>
    /// <exception cref="UnreadableFileException"/>
    public async IAsyncEnumerable<ImportRow> RowsAsync(
        Stream stream,
        ImportMapping mapping,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var csv = Open(stream);
        await HeadersAsync(csv, cancellationToken);
        var reader = new RowReader(mapping);
        var index = 0;
        while (true)
        {
            var isThere = await NextAsync(csv, cancellationToken);
            while (_skipped.TryDequeue(out var bad))
                yield return bad with
                {
                    Index = index++,
                };
            if (!isThere)
                yield break;
            if (IsMisfit(csv))
            {
                CountMisfit(csv.LineNumber);
                yield return ImportRow.Bad(
                    index++,
                    csv.LineNumber,
                    WordsOf(CsvMalformedReason.FieldCountMismatch)
                );
                continue;
            }
            _misfits = 0;
            yield return reader.Read(index++, csv.LineNumber, column => Field(csv, column));
        }
    }

    /// <summary>The first rows unchanged, for a preview.</summary>
    /// <exception cref="UnreadableFileException"/>
    public async Task<List<string[]>> FirstAsync(
        Stream stream,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var csv = Open(stream);
        var headers = await HeadersAsync(csv, cancellationToken);
        List<string[]> rows = [];
        while (rows.Count < count && await NextAsync(csv, cancellationToken))
            rows.Add([.. headers.Select((_, column) => Field(csv, column))]);
        return rows;
    }

    // Each value may be in the wrong column when more of them are filled than there are columns, and in none when the row is
    // separated in another way than the header.
    private static bool IsMisfit(CsvReader csv)
    {
        var columns = csv.Headers.Count;
        for (var column = columns; column < csv.FieldCount; column++)
            if (InputText.Trim(csv.GetString(column)).Length > 0)
                return true;
        return csv.FieldCount == 1 && columns > 1 && csv.GetString(0).AsSpan().ContainsAny(Separators);
    }

    private static bool IsBlank(CsvReader csv)
    {
        for (var column = 0; column < csv.FieldCount; column++)
            if (InputText.Trim(csv.GetString(column)).Length > 0)
                return false;
        return true;
    }

    private void CountMisfit(long line)
    {
        if (++_misfits > MaxSkipped)
            throw TooManySkipped(line, CsvMalformedReason.FieldCountMismatch);
    }

    private static UnreadableFileException TooManySkipped(long line, CsvMalformedReason reason) =>
        new(
            $"More than {MaxSkipped / 1000},000 rows before line {line} can't be read. {WordsOf(reason)} Is the header right?"
        );

    private CsvReader Open(Stream stream) =>
        CsvReader.Create(
            stream,
            CsvReaderOptions.Default with
            {
                Encoding = FileEncoding.Named(encoding),
                MaxRecordSize = LongestRow,
                TrackLineNumbers = true,
                IncludeValuesInExceptions = false,
                MalformedData = CsvMalformedDataHandling.Skip,
                // Spreadsheets omit the separators of empty columns at the end, or add more of them.
                FieldCountMismatch = CsvFieldCountHandling.Allow,
                OnMalformedRecord = record => Skip(record.LineNumber, record.Reason),
            },
            leaveOpen: false
        );

    private void Skip(long line, CsvMalformedReason reason)
    {
        if (_skipped.Count == MaxSkipped)
            throw TooManySkipped(line, reason);
        _skipped.Enqueue(ImportRow.Bad(index: 0, line, WordsOf(reason)));
    }

    private static string Field(CsvReader csv, int column) =>
        column < csv.FieldCount ? csv.GetString(column) : "";

    private static async Task<IReadOnlyList<string>> HeadersAsync(
        CsvReader csv,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await csv.ReadHeaderAsync(cancellationToken);
        }
        catch (CsvFormatException exception)
        {
            throw new UnreadableFileException("The first line is not a header that can be read.", exception);
        }
        return csv.Headers.Count switch
        {
            0 => throw new UnreadableFileException("The file is empty."),
            > MaxColumns => throw new UnreadableFileException(
                $"The file has more than {MaxColumns} columns. Is it a CSV file?"
            ),
            _ => [.. csv.Headers],
        };
    }

    private static async Task<bool> NextAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            // Many files end with rows that contain only separators.
            while (await csv.ReadAsync(cancellationToken))
                if (!IsBlank(csv))
                    return true;
            return false;
        }
        catch (CsvFormatException exception)
        {
            throw new UnreadableFileException(
                $"A row at about line {exception.LineNumber} is longer than {LongestRow / 1024} KB. A quote may have been opened there and never closed.",
                exception
            );
        }
    }

    private static string WordsOf(CsvMalformedReason reason) =>
        reason switch
        {
            CsvMalformedReason.FieldCountMismatch => "Wrong number of columns.",
            CsvMalformedReason.UnterminatedQuote => "A quote is not closed.",
            CsvMalformedReason.StrayQuote => "A quote occurs in a field that is not quoted.",
            CsvMalformedReason.TextAfterClosingQuote => "Text follows a closing quote.",
            _ => "The row is malformed.",
        };
}
