namespace Dashboard.Features.Settings.Checks;

/// <summary>Receives the end of the certificate that a server shows.</summary>
internal sealed class CertificateEnd
{
    public DateTimeOffset? At { get; set; }
}

/// <summary>Creates clients that reach this server as others do: a connection of their own, no redirects, no cookies.</summary>
internal sealed class OutsideClient
{
    public HttpClient Create(CertificateEnd end) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                SslOptions =
                {
                    RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                    {
                        if (
                            certificate
                            is System.Security.Cryptography.X509Certificates.X509Certificate2 shown
                        )
                            end.At = new DateTimeOffset(shown.NotAfter.ToUniversalTime());
                        return errors == System.Net.Security.SslPolicyErrors.None;
                    },
                },
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
}
