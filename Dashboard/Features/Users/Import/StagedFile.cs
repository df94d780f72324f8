using Dashboard.Data;
using Dashboard.Domain.Users;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.Import;

/// <summary>
/// Stores uploaded files in the database until they are imported, in encrypted pieces. Every node can continue an import, and
/// the database contains no readable secret.
/// </summary>
public sealed class StagedFile(
    IDbContextFactory<DashboardDbContext> contexts,
    IDataProtectionProvider provider
)
{
    /// <summary>Of a piece before encryption, in bytes; below the size of the large object heap.</summary>
    public const int PieceLength = 48 * 1024;

    /// <summary>How many pieces are deleted in one transaction, or stored without a gap for other writers.</summary>
    public const int PiecesAtATime = 20;

    private readonly IDataProtector _protector = provider.CreateProtector("Users.Import");

    /// <summary>Stores the next piece.</summary>
    public async Task KeepAsync(
        string importId,
        int number,
        byte[] piece,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(
            new UserImportChunk
            {
                ImportId = importId,
                Number = number,
                Data = _protector.Protect(piece),
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The file as it was uploaded, piece after piece.</summary>
    public Stream Open(string importId) => new PieceStream(number => ReadAsync(importId, number));

    /// <summary>
    /// Deletes the file of an import that is over, a megabyte at a time: one statement for all of a large file would keep
    /// webhooks waiting. If the process ends meanwhile, <see cref="ForgetOfEndedAsync"/> deletes the rest.
    /// </summary>
    public async Task ForgetAsync(string importId, CancellationToken cancellationToken)
    {
        var gap = new Gap();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pieces = db.UserImportChunks.Where(c => c.ImportId == importId);
        while (await pieces.MinAsync(c => (int?)c.Number, cancellationToken) is { } first)
        {
            gap.Begin();
            await pieces.Where(c => c.Number < first + PiecesAtATime).ExecuteDeleteAsync(cancellationToken);
            await gap.LeaveAsync(cancellationToken);
        }
    }

    /// <summary>Deletes what is left of the files of imports that are over or gone.</summary>
    public async Task ForgetOfEndedAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var left = await db
            .UserImportChunks.Select(c => c.ImportId)
            .Distinct()
            .Where(id => !db.UserImports.Any(i => i.Id == id && i.FinishedAt == null))
            .ToListAsync(cancellationToken);
        foreach (var importId in left)
            await ForgetAsync(importId, cancellationToken);
    }

    private async Task<byte[]?> ReadAsync(string importId, int number)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var data = await db
            .UserImportChunks.AsNoTracking()
            .Where(c => c.ImportId == importId && c.Number == number)
            .Select(c => c.Data)
            .SingleOrDefaultAsync();
        return data is null ? null : _protector.Unprotect(data);
    }
}

/// <summary>Reads pieces as one stream.</summary>
/// <param name="read">Reads the piece with that number; null after the last.</param>
internal sealed class PieceStream(Func<int, Task<byte[]?>> read) : Stream
{
    private ReadOnlyMemory<byte> _piece;
    private int _next;
    private bool _isOver;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        while (_piece.IsEmpty && !_isOver)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var following = await read(_next++);
            (_piece, _isOver) = (following, following is null);
        }
        var count = Math.Min(buffer.Length, _piece.Length);
        _piece[..count].CopyTo(buffer);
        _piece = _piece[count..];
        return count;
    }

    public override Task<int> ReadAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("It is read asynchronously.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
