using System.Security.Cryptography;

namespace Dashboard.Components.Surface;

/// <summary>The nonce that allows inline scripts; different for each response.</summary>
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
