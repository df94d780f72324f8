namespace Dashboard.Features.BlockedAddresses;

/// <summary>An address to block, as it is typed.</summary>
public sealed record SuppressDraft(string Address = "", string Note = "")
{
    public bool IsEmpty => Address.Length == 0 && Note.Length == 0;
}
