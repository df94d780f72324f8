namespace Dashboard.Domain.Users;

/// <summary>A piece of an uploaded file, encrypted.</summary>
public sealed class UserImportChunk
{
    public required string ImportId { get; init; }

    /// <summary>Place in the file, from 0.</summary>
    public required int Number { get; init; }
    public required byte[] Data { get; init; }
}

/// <summary>A row that is not imported, and why. Of its data only a valid userId is stored.</summary>
public sealed class UserImportIssue
{
    public required string ImportId { get; init; }

    /// <summary>In the file, from 1, where the row begins.</summary>
    public required long Line { get; init; }

    /// <summary>Null when the row has none that is valid.</summary>
    public string? UserId { get; init; }
    public required string Reason { get; init; }
}
