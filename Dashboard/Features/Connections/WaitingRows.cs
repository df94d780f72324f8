namespace Dashboard.Features.Connections;

/// <summary>
/// The ids of connections that began to match a list and are not shown yet. Of a burst it only remembers that they are
/// many, so that a screen which is open for hours stays small.
/// </summary>
internal sealed class WaitingRows
{
    /// <summary>How many ids are remembered.</summary>
    public const int Max = 200;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Whether there were more than can be remembered: the list has to be read again.</summary>
    public bool AreMany { get; private set; }

    /// <summary>At most <see cref="Max"/>.</summary>
    public int Count => AreMany ? Max : _ids.Count;

    public IReadOnlyCollection<string> Ids => _ids;

    public bool Contains(string id) => _ids.Contains(id);

    public void Add(string id)
    {
        if (AreMany)
            return;
        _ids.Add(id);
        if (_ids.Count <= Max)
            return;
        AreMany = true;
        _ids.Clear();
    }

    public void Remove(IEnumerable<string> ids) => _ids.ExceptWith(ids);

    /// <summary>Forgets all but these.</summary>
    public void Keep(IEnumerable<string> ids) => _ids.IntersectWith(ids);

    public void Clear()
    {
        AreMany = false;
        _ids.Clear();
    }
}
