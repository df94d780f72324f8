namespace Dashboard.Domain.Emails;

/// <summary>Compares addresses, ignoring case.</summary>
public static class EmailAddress
{
    /// <summary>The form in which suppressions store an address.</summary>
    public static string Normalize(string address) => address.Trim().ToLowerInvariant();

    /// <summary>The part after the last @ in lower case; empty when there is no @.</summary>
    public static string DomainOf(string address)
    {
        var at = address.LastIndexOf('@');
        return at < 0 ? "" : address[(at + 1)..].Trim().ToLowerInvariant();
    }
}
