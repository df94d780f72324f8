namespace Dashboard.Components;

/// <summary>
/// The maximum lengths of fields that have no more specific limit. Every field
/// has a <c>maxlength</c>, and <c>js/lengths.js</c> reports when a text was cut: a message that is too large would otherwise
/// end the connection to the server and lose the input.
/// </summary>
public static class InputLimits
{
    /// <summary>A search text, as long as the longest id.</summary>
    public const int Search = 400;
    public const int Id = 400;
    public const int Email = 254;
    public const int ZoneName = 100;
    public const int Password = 256;

    /// <summary>A code of six digits with what comes along when it is pasted: blanks, hyphens, invisible characters.</summary>
    public const int OneTimeCode = 32;

    /// <summary>A web address.</summary>
    public const int Url = 2000;

    /// <summary>A text of several lines, the largest field.</summary>
    public const int Text = 4000;

    /// <summary>
    /// The largest message from a browser, in bytes: the largest field with each character escaped (<c>\u0000</c>), in an
    /// event with its other data.
    /// </summary>
    public const int MessageBytes = Text * 6 + 16 * 1024;
}
