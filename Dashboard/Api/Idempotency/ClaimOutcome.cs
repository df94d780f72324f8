namespace Dashboard.Api.Idempotency;

/// <summary>How to answer a request with an <c>Idempotency-Key</c>.</summary>
internal abstract record ClaimOutcome;

/// <summary>This request does the work.</summary>
/// <param name="At">Distinguishes this claim from a later one that replaced it.</param>
internal sealed record Claim(string ApiKeyId, string Key, string RequestHash, DateTimeOffset At)
    : ClaimOutcome;

/// <summary>The response to the first request.</summary>
internal sealed record KeptAnswer(int Status, string? ContentType, string? Location, byte[] Body)
    : ClaimOutcome;

/// <summary>The first request with this key is still running.</summary>
internal sealed record StillRunning : ClaimOutcome;

/// <summary>The key was used for another request.</summary>
internal sealed record OtherRequest : ClaimOutcome;

/// <summary>The work was done, but the keys that encrypted its response are lost.</summary>
internal sealed record Unreadable : ClaimOutcome;
