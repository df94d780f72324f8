namespace Dashboard.Text;

/// <summary>How ids read where there is no room for them.</summary>
public static class Ids
{
    private const int Head = 8;
    private const int Tail = 4;

    /// <summary>The id, shortened in the middle when it is longer than 13 characters.</summary>
    public static string Short(string id) =>
        id.Length <= Head + 1 + Tail ? id : $"{id[..Head]}…{id[^Tail..]}";
}
