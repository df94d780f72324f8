namespace Dashboard.Domain.Users;

/// <summary>How far an import of users has come.</summary>
public enum UserImportState
{
    /// <summary>The file is coming in.</summary>
    Uploading = 1,

    /// <summary>The file is here; somebody has to say which column means what.</summary>
    Uploaded = 2,

    /// <summary>It is being found out what the file would change, or waits for that.</summary>
    Checking = 3,

    /// <summary>It is known what the file would change; somebody has to say yes.</summary>
    Checked = 4,

    /// <summary>Rows are being written, or wait for that.</summary>
    Running = 5,
    Done = 6,

    /// <summary>Somebody stopped it, or nobody went on with it. What was written until then stays.</summary>
    Cancelled = 7,

    /// <summary>The file can't be read any further: <see cref="UserImport.Problem"/>.</summary>
    Failed = 8,
}

/// <summary>
/// A file of users on its way in. The file itself waits in <see cref="UserImportChunk"/>s, encrypted, and is
/// deleted when the import ends.
/// </summary>
public sealed class UserImport
{
    /// <summary>The most a file may hold.</summary>
    public const int MaxRows = 500_000;

    /// <summary>How long a file waits for somebody to go on with it.</summary>
    public static readonly TimeSpan WaitsFor = TimeSpan.FromHours(24);

    /// <summary>How long an upload takes at most: what comes in longer has stopped.</summary>
    public static readonly TimeSpan ComesInFor = TimeSpan.FromHours(1);

    private UserImport() { }

    public string Id { get; private set; } = "";

    /// <summary>As the operator's browser called it.</summary>
    public string FileName { get; private set; } = "";
    public UserImportState State { get; private set; } = UserImportState.Uploading;
    public string CreatedById { get; private set; } = "";
    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Of the file, in bytes.</summary>
    public long Size { get; private set; }

    /// <summary>The .NET name of the file's encoding, such as <c>utf-8</c>.</summary>
    public string Encoding { get; private set; } = "utf-8";

    /// <summary>The encoding is a guess, since nothing in the file says which it is.</summary>
    public bool IsEncodingGuessed { get; private set; }

    /// <summary>Which column means what, as JSON.</summary>
    public string Mapping { get; private set; } = "{}";

    /// <summary>Who said yes, and in which role.</summary>
    public string? StartedById { get; private set; }
    public string? StartedBy { get; private set; }
    public string? StartedByRole { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Why it failed, in words that hold nothing of the file.</summary>
    public string? Problem { get; private set; }

    /// <summary>How many rows the file has below its header.</summary>
    public int Rows { get; private set; }

    /// <summary>How many of them the current pass, checking or running, is through with.</summary>
    public int RowsDone { get; private set; }

    /// <summary>How many of those done are of each kind.</summary>
    public int Added { get; private set; }
    public int Changed { get; private set; }
    public int Unchanged { get; private set; }

    /// <summary>Rows that break a rule; reported by line.</summary>
    public int Bad { get; private set; }

    /// <summary>Good rows whose user comes again further down, where the last one counts.</summary>
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

    /// <summary>The whole file is here.</summary>
    public void Receive(long size, string encoding, bool isGuessed, string mapping) =>
        (State, Size, Encoding, IsEncodingGuessed, Mapping) = (
            UserImportState.Uploaded,
            size,
            encoding,
            isGuessed,
            mapping
        );

    /// <summary>Finds out what the file would change if its columns mean this.</summary>
    public void Check(string mapping)
    {
        (State, Mapping) = (UserImportState.Checking, mapping);
        BeginPass(rows: 0);
    }

    /// <summary>Somebody said yes.</summary>
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

    /// <summary>Begins again at the first row.</summary>
    public void BeginPass(int rows)
    {
        Rows = rows;
        (RowsDone, Added, Changed, Unchanged, Bad, Superseded) = (0, 0, 0, 0, 0, 0);
    }

    /// <summary>The pass has come to its end.</summary>
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

    /// <summary>Takes in what became of the rows after those done before.</summary>
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

/// <summary>What became of some rows.</summary>
public sealed record ImportCounts(int Added, int Changed, int Unchanged, int Bad, int Superseded)
{
    public int Total => Added + Changed + Unchanged + Bad + Superseded;
}

/// <summary>A piece of an uploaded file, encrypted.</summary>
public sealed class UserImportChunk
{
    public required string ImportId { get; init; }

    /// <summary>Place in the file, from 0.</summary>
    public required int Number { get; init; }
    public required byte[] Data { get; init; }
}

/// <summary>A row that is not imported, and why. Nothing but a valid userId of what it holds is kept.</summary>
public sealed class UserImportIssue
{
    public required string ImportId { get; init; }

    /// <summary>In the file, from 1, where the row begins.</summary>
    public required long Line { get; init; }

    /// <summary>Null when the row has none that is valid.</summary>
    public string? UserId { get; init; }
    public required string Reason { get; init; }
}
