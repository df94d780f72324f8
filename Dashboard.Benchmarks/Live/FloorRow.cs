namespace Dashboard.Benchmarks.Live;

internal sealed record FloorRow(string Name, bool IsBroken, DateTimeOffset Since);
