using Dashboard.Data.Storage;
using Dashboard.Domain;
using Dashboard.Text;

namespace Dashboard.Features.Storage;

/// <summary><c>verify [FILE]</c>: whether the database, or a backup, is whole and agrees with itself.</summary>
internal static class VerifyCommand
{
    private const string Usage = "Write: verify [FILE]";

    public static async Task<int> RunAsync(StorageRequest request, CancellationToken cancellationToken)
    {
        var file = request.File(Usage, acceptsForce: false) ?? request.Database;
        if (!File.Exists(file))
            throw new StorageException($"There is no file {file}.");
        var verdict = await DatabaseVerifier.VerifyAsync(file, cancellationToken);
        foreach (var damage in verdict.Damage)
            Console.Out.WriteLine($"Damaged: {damage}");
        if (verdict.Summary is { } summary)
            Console.Out.WriteLine(
                $"{file}: {ByteSize.Of(summary.Bytes)}, {Counts.Of(summary.Connections, "connection")}, events up to number {Counts.Number(summary.LastEvent)}, audit entries up to number {Counts.Number(summary.LastEntry)}."
            );
        TellContents(verdict);
        if (!verdict.IsGood)
            return StorageCommands.Failed;
        Console.Out.WriteLine(
            verdict.Pending > 0
                ? $"The file is whole. It needs {Counts.Of(verdict.Pending, "migration")}, which the next start makes; its contents can be verified after that."
                : "Whole: integrity, references, schema, kept counts and the audit trail."
        );
        return StorageCommands.Done;
    }

    /// <summary>Says what is wrong within a file that is whole.</summary>
    public static void TellContents(DatabaseVerdict verdict)
    {
        foreach (var wrong in verdict.Counts)
            Console.Out.WriteLine($"Different: {CountText.Of(wrong)}");
        if (verdict.Counts.Count > 0)
            Console.Out.WriteLine("Correct kept counts with check-figures --rebuild.");
        if (verdict.Audit is { } finding)
            Console.Out.WriteLine(
                $"The audit trail is broken. {AuditText.Of(finding)} See Audit trail in docs/operations.md."
            );
    }
}
