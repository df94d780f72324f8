using System.Security.Cryptography;
using System.Text;
using Dashboard.Domain.Users;

namespace Dashboard.Features.Users.Import;

/// <summary>The result of reading a file once: how many rows it has, and which are superseded.</summary>
/// <param name="Rows">How many there are.</param>
/// <param name="Superseded">Valid rows whose user appears again further down.</param>
internal sealed record ImportScan(int Rows, IReadOnlySet<int> Superseded)
{
    private const int KeyBytes = 16;

    /// <summary>Reads the file once. Stores a digest of each user id, so that memory does not grow with the length of ids.</summary>
    /// <exception cref="UnreadableFileException"/>
    public static async Task<ImportScan> OfAsync(
        IAsyncEnumerable<ImportRow> rows,
        CancellationToken cancellationToken
    )
    {
        var latest = new Dictionary<UInt128, int>();
        var superseded = new HashSet<int>();
        var count = 0;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (++count > UserImport.MaxRows)
                throw new UnreadableFileException(
                    $"The file has more than {UserImport.MaxRows:N0} rows. Split it, and import the parts one after the other."
                );
            if (row.Input is null)
                continue;
            var key = KeyOf(row.UserId!);
            if (latest.TryGetValue(key, out var earlier))
                superseded.Add(earlier);
            latest[key] = row.Index;
        }
        return new ImportScan(count, superseded);
    }

    private static UInt128 KeyOf(string userId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(userId), hash);
        return BitConverter.ToUInt128(hash[..KeyBytes]);
    }
}
