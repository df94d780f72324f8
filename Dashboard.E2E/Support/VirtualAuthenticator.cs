using System.Text.Json;
using Microsoft.Playwright;

namespace Dashboard.E2E.Support;

/// <summary>Chromium's own stand-in for a fingerprint reader: it keeps passkeys and says yes when it is told to.</summary>
internal sealed class VirtualAuthenticator
{
    private readonly ICDPSession session;
    private readonly string id;

    private VirtualAuthenticator(ICDPSession session, string id) => (this.session, this.id) = (session, id);

    public static async Task<VirtualAuthenticator> AttachAsync(IPage page)
    {
        var chromium = await page.Context.NewCDPSessionAsync(page);
        await chromium.SendAsync("WebAuthn.enable");
        var added = await chromium.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["options"] = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        return new VirtualAuthenticator(chromium, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Whether it says yes by itself, to the offer in the field for the name as well.</summary>
    public Task AnswerAsync(bool yes) =>
        session.SendAsync(
            "WebAuthn.setAutomaticPresenceSimulation",
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["authenticatorId"] = id,
                ["enabled"] = yes,
            }
        );
}
