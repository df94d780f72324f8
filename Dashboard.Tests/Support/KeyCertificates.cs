using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dashboard.Tests.Support;

/// <summary>Certificates that wrap the keys of the database, as files that end with it.</summary>
public sealed class KeyCertificates : IDisposable
{
    public const string Password = "of the test's certificate";

    public string Folder { get; } = Directory.CreateTempSubdirectory("dashboard-keys-").FullName;

    /// <returns>The path of a new certificate.</returns>
    public string Make(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            $"CN={name}",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        using var made = request.CreateSelfSigned(Some.Noon.AddYears(-1), Some.Noon.AddYears(10));
        var path = Path.Combine(Folder, $"{name}.pfx");
        File.WriteAllBytes(path, made.Export(X509ContentType.Pkcs12, Password));
        return path;
    }

    /// <summary>The settings with which a server uses the certificate.</summary>
    public static (string Key, string? Value)[] Settings(string path) =>
        [("DataProtection:Certificate:Path", path), ("DataProtection:Certificate:Password", Password)];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
