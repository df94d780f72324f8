namespace Dashboard.Features.Reconnect;

/// <summary>The result, or why there is none.</summary>
public sealed record LinkResult<T>(T? Value, LinkRefusal? Refusal)
    where T : class
{
    public static implicit operator LinkResult<T>(T value) => new(value, null);

    public static implicit operator LinkResult<T>(LinkRefusal refusal) => new(null, refusal);
}
