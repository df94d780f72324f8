using System.Security.Cryptography;

namespace Dashboard.Components.Surface;

/// <summary>What an inline script has to show to run, different for each response.</summary>
public static class ScriptNonce
{
    private const int Bytes = 18;
    private static readonly object Key = new();

    public static string Of(HttpContext context)
    {
        if (context.Items[Key] is string known)
            return known;
        var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        context.Items[Key] = made;
        return made;
    }
}
