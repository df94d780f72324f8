using System.Globalization;

namespace Dashboard.Benchmarks.Live;

/// <summary>The rows of all screens of the floor; a change is handed to every screen at once.</summary>
internal sealed class FloorRows
{
    public const int Count = LiveTarget.Rows;

    private readonly FloorRow[] _rows =
    [
        .. Enumerable
            .Range(0, Count)
            .Select(i => new FloorRow(LiveTarget.User(i), true, TimeProvider.System.GetUtcNow())),
    ];

    public event Action<int>? Changed;

    public FloorRow this[int index] => _rows[index];

    public void Change(string name)
    {
        var index = int.Parse(name.AsSpan(name.Length - 5), NumberStyles.None, CultureInfo.InvariantCulture);
        _rows[index] = _rows[index] with
        {
            IsBroken = !_rows[index].IsBroken,
            Since = TimeProvider.System.GetUtcNow(),
        };
        Changed?.Invoke(index);
    }
}
