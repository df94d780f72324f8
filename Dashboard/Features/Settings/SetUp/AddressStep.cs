using System.Globalization;
using Dashboard.Features.Settings.Checks;
using Dashboard.Features.Settings.Health;

namespace Dashboard.Features.Settings.SetUp;

/// <summary>Judges the address that customers and SnapTrade reach. Pure.</summary>
internal static class AddressStep
{
    private static readonly TimeSpan CertificateSoon = TimeSpan.FromDays(14);

    public static SetUpStep Of(SetUpFacts facts)
    {
        SetUpStep Step(Standing standing, string title, string text) =>
            new(SetUpTopic.Address, standing, title, text);
        if (facts.PublicUrl.Length == 0)
            return Step(
                Standing.Unknown,
                "No public address is set",
                "Links in e-mails lead to this machine only. Set Dashboard__PublicUrl to the address that customers and SnapTrade reach."
            );
        if (facts.Outside is not { } outside)
            return Step(
                Standing.Unknown,
                "The public address was not tried yet",
                $"{facts.PublicUrl}. Send a test to see whether it answers."
            );
        if (outside.Problem is { } problem)
            return Step(
                Standing.Failing,
                "The public address does not lead here",
                $"{facts.PublicUrl}: {problem}"
            );
        if (Doubt(facts, outside) is { } doubt)
            return Step(Standing.Attention, "The public address answers, with a doubt", doubt);
        return Step(
            Standing.Working,
            "The address customers open is yours",
            $"{facts.PublicUrl} answers from outside{Certificate(outside)}.{Sockets(facts)}"
        );
    }

    private static string? Doubt(SetUpFacts facts, OutsideResult outside)
    {
        var address = new Uri(outside.Address);
        if (address.IsLoopback && !facts.IsSimulator)
            return "It is an address of this machine: no customer and no webhook can reach it. Set Dashboard__PublicUrl.";
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
            return "It is plain http: customers and SnapTrade should use https.";
        if (outside.Seen is { } seen && seen.Scheme != address.Scheme)
            return $"Requests arrive here as {seen.Scheme}: the proxy’s X-Forwarded-Proto is missing or not trusted. Set ForwardedHeaders__KnownProxies.";
        if (outside.Seen is { IsRelayed: true, Address: { } proxy })
            return $"Requests seem to come from {proxy}, which is a proxy: limits count all clients behind it as one. Add it to ForwardedHeaders__KnownProxies, with every other proxy on the way.";
        if (outside.Seen is { } arrived && !IsHostOf(address, arrived.Host))
            return $"Requests arrive here for {arrived.Host}: let the proxy pass the Host header on, or change Dashboard__PublicUrl to the address that people open.";
        if (outside.CertificateEnds - facts.Now < CertificateSoon)
            return $"Its certificate ends on {Day(outside.CertificateEnds)}. Renew it.";
        return facts is { Sockets: 0, OtherTransports: > 0 }
            ? "WebSockets do not pass, so screens are slower. Let the proxy forward Upgrade."
            : null;
    }

    // A proxy may leave out the port that the scheme implies.
    private static bool IsHostOf(Uri address, string host) =>
        Uri.TryCreate($"{address.Scheme}://{host}", UriKind.Absolute, out var seen)
        && seen.Port == address.Port
        && seen.IdnHost.Equals(address.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static string Certificate(OutsideResult outside) =>
        outside.CertificateEnds is { } end ? $" with a valid certificate until {Day(end)}" : "";

    private static string Sockets(SetUpFacts facts) => facts.Sockets > 0 ? " WebSockets pass." : "";

    private static string? Day(DateTimeOffset? at) =>
        at?.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
