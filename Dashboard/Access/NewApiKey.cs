using System.Buffers.Text;
using System.Security.Cryptography;

namespace Dashboard.Access;

/// <summary>A new key, which is shown once.</summary>
/// <param name="Key">256 random bits behind a prefix by which people and secret scanners recognise it.</param>
public sealed record NewApiKey(string Key)
{
    public const string Mark = "chd_";
    private const int Bytes = 32;

    /// <summary>Six of 43 characters: enough to distinguish keys, and 220 bits stay secret.</summary>
    private const int ShownCharacters = 6;

    /// <summary>The first characters, which may be shown later.</summary>
    public string Prefix => Key[..(Mark.Length + ShownCharacters)];
    public string Hash => ApiKeys.Hash(Key);

    public static NewApiKey Create() =>
        new(Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    /// <summary>Never shows the key, wherever the record is printed.</summary>
    public override string ToString() => Prefix;
}
