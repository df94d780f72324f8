using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Dashboard.Data.Keys;

/// <summary>
/// The XML in which Data Protection stores a key: an element that requires encryption, or instead an
/// <c>encryptedSecret</c> that names its decryptor.
/// </summary>
internal static class KeyWrapping
{
    private static readonly XNamespace Protection = "http://schemas.asp.net/2015/03/dataProtection";
    private static readonly XNamespace Signature = "http://www.w3.org/2000/09/xmldsig#";
    private static readonly XName Wrapped = "encryptedSecret";

    /// <summary>The certificate that wrapped the key; null for an unwrapped key.</summary>
    public static X509Certificate2? WrapperOf(XElement key) =>
        WrappedPart(key)?.Descendants(Signature + "X509Certificate").FirstOrDefault() is { } inside
            ? X509CertificateLoader.LoadCertificate(Convert.FromBase64String(inside.Value))
            : null;

    /// <summary>Encrypts the key's secret part with the certificate.</summary>
    /// <returns>False when it is already encrypted with it.</returns>
    public static bool Wrap(XElement key, X509Certificate2 certificate, IServiceProvider services)
    {
        using var wrapper = WrapperOf(key);
        if (wrapper?.Thumbprint == certificate.Thumbprint)
            return false;
        var (place, secret) = wrapper is null ? Bare(key) : Unwrapped(key, services);
        if (place is null || secret is null)
            return false;
        var encryptor = new CertificateXmlEncryptor(
            certificate,
            services.GetRequiredService<ILoggerFactory>()
        );
        var made = encryptor.Encrypt(secret);
        place.ReplaceWith(
            new XElement(
                Protection + Wrapped.LocalName,
                new XAttribute("decryptorType", made.DecryptorType.AssemblyQualifiedName!),
                made.EncryptedElement
            )
        );
        return true;
    }

    private static (XElement? Place, XElement? Secret) Bare(XElement key)
    {
        var place = key.Descendants()
            .FirstOrDefault(e => (bool?)e.Attribute(Protection + "requiresEncryption") == true);
        return (place, place is null ? null : new XElement(place));
    }

    private static (XElement? Place, XElement? Secret) Unwrapped(XElement key, IServiceProvider services)
    {
        var place = WrappedPart(key)!;
        return (place, new EncryptedXmlDecryptor(services).Decrypt(place.Elements().Single()));
    }

    private static XElement? WrappedPart(XElement key) =>
        key.Descendants(Protection + Wrapped.LocalName).FirstOrDefault();
}
