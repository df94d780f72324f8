using System.ComponentModel;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Dashboard.Data.Keys;

/// <summary>Section <c>DataProtection</c>: the certificates that wrap the keys for stored secrets and cookies.</summary>
public sealed class KeyOptions
{
    public const string Section = "DataProtection";

    /// <summary>Wraps the keys; without it they are stored unencrypted.</summary>
    public CertificateFile Certificate { get; set; } = new();

    /// <summary>Keys wrapped by these can still be read, and are wrapped again with the current certificate.</summary>
    public List<CertificateFile> PreviousCertificates { get; set; } = [];
}

/// <summary>A certificate with its private key in a PKCS#12 file.</summary>
public sealed class CertificateFile
{
    [Description("A certificate that encrypts the keys in the database; previous ones only decrypt.")]
    public string? Path { get; set; }

    [Description("The password of that certificate.")]
    [PasswordPropertyText(true)]
    public string? Password { get; set; }

    public bool IsGiven => !string.IsNullOrWhiteSpace(Path);

    /// <exception cref="CryptographicException">The file is not PKCS#12, or the password is wrong.</exception>
    /// <exception cref="IOException">The file does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public X509Certificate2 Load() =>
        X509CertificateLoader.LoadPkcs12FromFile(Path!, Password, X509KeyStorageFlags.EphemeralKeySet);
}

/// <summary>Reports every certificate that can't wrap keys.</summary>
internal sealed class KeyOptionsValidator : IValidateOptions<KeyOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyOptions options)
    {
        List<string> problems = [];
        if (options.Certificate.IsGiven)
            Check(options.Certificate, "DataProtection__Certificate", problems);
        else if (options.PreviousCertificates.Count > 0)
            problems.Add("DataProtection__PreviousCertificates requires DataProtection__Certificate__Path.");
        foreach (var (index, previous) in options.PreviousCertificates.Index())
            Check(previous, $"DataProtection__PreviousCertificates__{index}", problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Check(CertificateFile file, string setting, List<string> problems)
    {
        if (!file.IsGiven)
        {
            problems.Add($"{setting}__Path must be set.");
            return;
        }
        if (UsablePlace.ProblemOfReading(Path.GetFullPath(file.Path!)) is { } problem)
        {
            problems.Add($"{setting}__Path: {problem}.");
            return;
        }
        try
        {
            using var certificate = file.Load();
            using var key = certificate.GetRSAPrivateKey();
            if (key is null)
                problems.Add($"{setting}__Path must hold a certificate with its private RSA key.");
        }
        catch (CryptographicException)
        {
            problems.Add(
                $"{setting}: {file.Path} is not a PKCS#12 file, or {setting}__Password is not its password."
            );
        }
    }
}
