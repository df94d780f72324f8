using System.Security.Cryptography;
using System.Text.Json;

namespace Dashboard.Domain.Audit;

/// <summary>
/// One action of an operator or an API key: actor, action, target, time and result. Entries form a chain:
/// each carries the hash of the one before, so that a changed or missing entry shows.
/// </summary>
public sealed class AuditEntry
{
    /// <summary>The previous hash of the first entry.</summary>
    public static readonly string NothingBefore = new('0', 64);

    public long Id { get; private set; }

    /// <summary>Counts from 1 without gaps, in the order of the chain.</summary>
    public long Number { get; private set; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The operator's or API key's id; null when unknown.</summary>
    public string? ActorId { get; init; }
    public required string Actor { get; init; }

    /// <summary>The operator's role or the API key's scope.</summary>
    public required string ActorRole { get; init; }
    public required string Action { get; init; }

    /// <summary>The target, such as <c>connection:3f1b…</c>.</summary>
    public string? Subject { get; init; }
    public required string Result { get; init; }
    public string? Address { get; init; }

    /// <summary>The state before, as a JSON object of the changed parts; never a secret.</summary>
    public string? Before { get; init; }

    /// <summary>The state after, as a JSON object of the changed parts; never a secret.</summary>
    public string? After { get; init; }

    /// <summary>The hash of the entry before; of 64 zeros for the first.</summary>
    public string PreviousHash { get; private set; } = "";

    /// <summary>SHA-256 over the number and all that follows it here, lower-case hex.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Takes its place in the chain.</summary>
    public void Link(long number, string previousHash)
    {
        Number = number;
        PreviousHash = previousHash;
        Hash = ComputeHash();
    }

    /// <summary>The value of <see cref="Hash"/> for an unchanged entry.</summary>
    public string ComputeHash() => ComputeHash(Number);

    /// <summary>The hash that the entry would have under that number.</summary>
    internal string ComputeHash(long number) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                // An array separates the parts unambiguously.
                JsonSerializer.SerializeToUtf8Bytes<object?[]>([
                    number,
                    At.UtcTicks,
                    ActorId,
                    Actor,
                    ActorRole,
                    Action,
                    Subject,
                    Result,
                    Address,
                    Before,
                    After,
                    PreviousHash,
                ])
            )
        );
}

/// <summary>The end of the audit chain; the row that every writer locks.</summary>
public sealed class AuditHead
{
    public const int OnlyId = 1;

    public int Id { get; private set; } = OnlyId;

    /// <summary>The number of the last entry; 0 while there is none.</summary>
    public long LastNumber { get; private set; }
    public string LastHash { get; private set; } = "";

    public static AuditHead At(long lastNumber, string lastHash) =>
        new() { LastNumber = lastNumber, LastHash = lastHash };
}
