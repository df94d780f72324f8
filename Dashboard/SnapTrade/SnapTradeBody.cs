using System.Buffers;
using System.Text;

namespace Dashboard.SnapTrade;

/// <summary>
/// Request bodies. They are pure ASCII, since SDKs and servers disagree on how other characters are signed,
/// and keep <c>+</c>, <c>/</c> and <c>&amp;</c> bare, which System.Text.Json would escape.
/// </summary>
internal static class SnapTradeBody
{
    public static byte[] User(string userId) => Write(("userId", userId));

    public static byte[] User(UserCredentials user) =>
        Write(("userId", user.UserId), ("userSecret", user.UserSecret));

    public static byte[] Login(LoginRequest login) =>
        Write(
            ("broker", login.Broker),
            ("immediateRedirect", login.ImmediateRedirect),
            ("customRedirect", AsciiUrl(login.CustomRedirect)),
            ("reconnect", login.Reconnect),
            ("connectionType", login.ConnectionType),
            ("showCloseButton", login.ShowCloseButton),
            ("darkMode", login.DarkMode),
            ("locale", login.Locale),
            ("connectionPortalVersion", login.ConnectionPortalVersion)
        );

    private static byte[] Write(params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var body = new ArrayBufferWriter<byte>();
        body.Write("{"u8);
        foreach (var (name, value) in members)
        {
            if (value is null)
                continue;
            if (body.WrittenCount > 1)
                body.Write(","u8);
            WriteText(name, body);
            body.Write(":"u8);
            if (value is bool flag)
                body.Write(flag ? "true"u8 : "false"u8);
            else
                WriteText((string)value, body);
        }
        body.Write("}"u8);
        return body.WrittenSpan.ToArray();
    }

    private static void WriteText(string text, ArrayBufferWriter<byte> body) =>
        JsonStringWriter.Write(Encoding.UTF8.GetBytes(text), body, CanonicalForm.Ascii);

    /// <summary>A URL with everything that is not ASCII percent-encoded.</summary>
    public static string? AsciiUrl(string? url)
    {
        if (url is null || Ascii.IsValid(url))
            return url;
        var ascii = new StringBuilder();
        foreach (var rune in url.EnumerateRunes())
            ascii.Append(rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        return ascii.ToString();
    }
}
