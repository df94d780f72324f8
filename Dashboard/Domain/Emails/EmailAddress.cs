namespace Dashboard.Domain.Emails;

/// <summary>Addresses as they are compared: in lower case, whole.</summary>
public static class EmailAddress
{
    /// <summary>The form under which an address is suppressed and found.</summary>
    public static string Normalize(string address) => address.Trim().ToLowerInvariant();

    /// <summary>What stands behind the last @, lower case; empty when there is none.</summary>
    public static string DomainOf(string address)
    {
        var at = address.LastIndexOf('@');
        return at < 0 ? "" : address[(at + 1)..].Trim().ToLowerInvariant();
    }
}
