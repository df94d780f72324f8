namespace Dashboard.Domain.Users;

/// <summary>The state of an import of users.</summary>
public enum UserImportState
{
    /// <summary>The file is being uploaded.</summary>
    Uploading = 1,

    /// <summary>The file is uploaded; an operator has to map its columns.</summary>
    Uploaded = 2,

    /// <summary>The check of what the file would change is running or queued.</summary>
    Checking = 3,

    /// <summary>The check is done; an operator has to start the import.</summary>
    Checked = 4,

    /// <summary>The import is running or queued.</summary>
    Running = 5,
    Done = 6,

    /// <summary>An operator stopped it, or it waited too long. Rows that were written stay.</summary>
    Cancelled = 7,

    /// <summary>The file could not be read completely: <see cref="UserImport.Problem"/>.</summary>
    Failed = 8,
}

/// <summary>
/// An import of a file of users. The file is stored, encrypted, in <see cref="UserImportChunk"/>s and deleted when the import
/// ends.
/// </summary>
public sealed class UserImport
{
    /// <summary>The largest number of rows of a file.</summary>
    public const int MaxRows = 500_000;

    /// <summary>How long a file waits for an operator before the import is cancelled.</summary>
    public static readonly TimeSpan WaitsFor = TimeSpan.FromHours(24);

    /// <summary>The longest time of an upload; after that it counts as interrupted.</summary>
    public static readonly TimeSpan ComesInFor = TimeSpan.FromHours(1);

    private UserImport() { }

    public string Id { get; private set; } = "";

    /// <summary>As the operator's browser named it.</summary>
    public string FileName { get; private set; } = "";
    public UserImportState State { get; private set; } = UserImportState.Uploading;
    public string CreatedById { get; private set; } = "";
    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Of the file, in bytes.</summary>
    public long Size { get; private set; }

    /// <summary>The .NET name of the file's encoding, such as <c>utf-8</c>.</summary>
    public string Encoding { get; private set; } = "utf-8";

    /// <summary>Whether the encoding is a guess, because nothing in the file determines it.</summary>
    public bool IsEncodingGuessed { get; private set; }

    /// <summary>Which column holds which field, as JSON.</summary>
    public string Mapping { get; private set; } = "{}";

    /// <summary>The operator who started the import, and the operator's role.</summary>
    public string? StartedById { get; private set; }
    public string? StartedBy { get; private set; }
    public string? StartedByRole { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Why it failed, without data of the file.</summary>
    public string? Problem { get; private set; }

    /// <summary>How many rows the file has below its header.</summary>
    public int Rows { get; private set; }

    /// <summary>How many rows the current pass, a check or an import, has processed.</summary>
    public int RowsDone { get; private set; }

    /// <summary>How many of the processed rows are of each kind.</summary>
    public int Added { get; private set; }
    public int Changed { get; private set; }
    public int Unchanged { get; private set; }

    /// <summary>Invalid rows; reported by line.</summary>
    public int Bad { get; private set; }

    /// <summary>Valid rows whose user appears again further down; the last one counts.</summary>
    public int Superseded { get; private set; }

    public bool IsAtWork => State is UserImportState.Checking or UserImportState.Running;

    public bool IsOver =>
        State is UserImportState.Done or UserImportState.Cancelled or UserImportState.Failed;

    public static UserImport Create(
        string fileName,
        string createdById,
        string createdBy,
        DateTimeOffset now
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            FileName = fileName,
            CreatedById = createdById,
            CreatedBy = createdBy,
            CreatedAt = now,
        };

    /// <summary>Marks the file as uploaded.</summary>
    public void Receive(long size, string encoding, bool isGuessed, string mapping) =>
        (State, Size, Encoding, IsEncodingGuessed, Mapping) = (
            UserImportState.Uploaded,
            size,
            encoding,
            isGuessed,
            mapping
        );

    /// <summary>Starts a check with a mapping.</summary>
    public void Check(string mapping)
    {
        (State, Mapping) = (UserImportState.Checking, mapping);
        BeginPass(rows: 0);
    }

    /// <summary>Starts the import.</summary>
    public void Start(string byId, string by, string role, DateTimeOffset now)
    {
        (State, StartedById, StartedBy, StartedByRole, StartedAt) = (
            UserImportState.Running,
            byId,
            by,
            role,
            now
        );
        BeginPass(Rows);
    }

    /// <summary>Starts over at the first row.</summary>
    public void BeginPass(int rows)
    {
        Rows = rows;
        (RowsDone, Added, Changed, Unchanged, Bad, Superseded) = (0, 0, 0, 0, 0, 0);
    }

    /// <summary>Ends the pass.</summary>
    public void EndPass(DateTimeOffset now)
    {
        if (State == UserImportState.Checking)
            State = UserImportState.Checked;
        else
            (State, FinishedAt) = (UserImportState.Done, now);
    }

    public void Cancel(DateTimeOffset now) => (State, FinishedAt) = (UserImportState.Cancelled, now);

    public void Fail(string problem, DateTimeOffset now) =>
        (State, Problem, FinishedAt) = (UserImportState.Failed, problem, now);

    /// <summary>Adds the counts of the rows that were processed next.</summary>
    public void Advance(ImportCounts counts)
    {
        RowsDone += counts.Total;
        Added += counts.Added;
        Changed += counts.Changed;
        Unchanged += counts.Unchanged;
        Bad += counts.Bad;
        Superseded += counts.Superseded;
    }
}

/// <summary>The counts of some processed rows.</summary>
public sealed record ImportCounts(int Added, int Changed, int Unchanged, int Bad, int Superseded)
{
    public int Total => Added + Changed + Unchanged + Bad + Superseded;
}
