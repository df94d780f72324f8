using Dashboard.Domain.Deliveries;

namespace Dashboard.Text;

/// <summary>What was wrong with a refused delivery and what to do, as screens, notices and the API say it.</summary>
public static class DeliveryText
{
    /// <summary>"Signed with another key".</summary>
    public static string Wrong(DeliveryFault fault, string? detail) =>
        fault switch
        {
            DeliveryFault.AnotherKey => "Signed with another key",
            DeliveryFault.FormerKey => "Signed with a key that this server used before",
            DeliveryFault.MistypedKey => "The configured key has spaces or quotes around it",
            DeliveryFault.BodyChanged => $"Body changed on its way: {detail ?? "it fits after a repair"}",
            DeliveryFault.Compressed => $"Body compressed on its way{After(detail)}",
            DeliveryFault.NotANumber => "NaN or Infinity in the body, which is not JSON",
            DeliveryFault.SignatureMissing => "Signature header missing",
            DeliveryFault.SignatureElsewhere => $"Signature header missing, but {detail} is there",
            DeliveryFault.SignatureRewritten => $"Signature header written {detail}",
            DeliveryFault.SignatureUnreadable => "Signature header is not base64 of 32 bytes",
            DeliveryFault.Clock => $"Clock: {detail ?? "some time"} in the future",
            DeliveryFault.TooOld => $"Too old{After(detail)}",
            DeliveryFault.TooLarge => $"Too large{After(detail)}",
            DeliveryFault.ForeignClient => $"For another client id{After(detail)}",
            DeliveryFault.ForeignClientAndKey => $"For another client id{After(detail)}, with another key",
            DeliveryFault.OAuthApp => $"From the OAuth app {Named(detail)}, not signed with your key",
            DeliveryFault.NotAnEvent => "Signed correctly, but not an event",
            DeliveryFault.Incomplete => "The body did not arrive",
            DeliveryFault.Ours when detail == DeliveryOutcomes.Busy => "Too many deliveries at once",
            DeliveryFault.Ours => "The event could not be stored",
            DeliveryFault.NotExamined => "Not examined: too many were refused at once",
            _ => "Not from SnapTrade: no key fits",
        };

    /// <summary>"Check SnapTrade__ConsumerKey".</summary>
    public static string ToDo(DeliveryFault fault) =>
        fault switch
        {
            DeliveryFault.AnotherKey =>
                "Compare SnapTrade__ConsumerKey with the key in SnapTrade’s dashboard. While you rotate keys, set the old one as SnapTrade__PreviousConsumerKey.",
            DeliveryFault.FormerKey =>
                "Set that key as SnapTrade__PreviousConsumerKey until SnapTrade signs with the new one.",
            DeliveryFault.MistypedKey => "Remove the spaces and quotes from SnapTrade__ConsumerKey.",
            DeliveryFault.BodyChanged => "A proxy rewrites bodies. Let it forward them byte for byte.",
            DeliveryFault.Compressed => "A proxy compresses bodies. Switch that off for this address.",
            DeliveryFault.NotANumber =>
                "Nothing to set here. Tell SnapTrade’s support the time of the delivery.",
            DeliveryFault.SignatureMissing =>
                "If SnapTrade sent it, a proxy drops the header: let Signature through. Otherwise ignore it.",
            DeliveryFault.SignatureElsewhere =>
                "A proxy renames the header. Let Signature through unchanged.",
            DeliveryFault.SignatureRewritten =>
                "A proxy or relay rewrites the header. Let it through unchanged.",
            DeliveryFault.SignatureUnreadable =>
                "If SnapTrade sent it, a proxy changes the header. Otherwise ignore it.",
            DeliveryFault.Clock => "Set this server’s clock (NTP).",
            DeliveryFault.TooOld => "Something held it back. If that is usual, raise Webhooks__MaxAge.",
            DeliveryFault.TooLarge =>
                "SnapTrade’s events are smaller. Ignore it, or ask SnapTrade’s support.",
            DeliveryFault.ForeignClient =>
                "Check SnapTrade__ClientId. If it is right, remove this address from the other client’s webhooks.",
            DeliveryFault.ForeignClientAndKey =>
                "If it is your client, set SnapTrade__ClientId and SnapTrade__ConsumerKey to it. Otherwise ignore it.",
            DeliveryFault.OAuthApp =>
                "Give the app the webhook scope and let it belong to the client of SnapTrade__ClientId, or remove this address from it.",
            DeliveryFault.NotAnEvent => "Ask SnapTrade’s support what it is, with the payload.",
            DeliveryFault.Incomplete =>
                "Nothing, if it is rare: SnapTrade sends it again. Otherwise check the proxy’s timeouts.",
            DeliveryFault.Ours =>
                "Nothing is lost: SnapTrade sends it again. See what is wrong under Running.",
            DeliveryFault.NotExamined => "See the others.",
            _ =>
                "Nothing: anyone can send to this address. If SnapTrade sent it, check SnapTrade__ConsumerKey.",
        };

    private static string After(string? detail) => detail is null ? "" : $": {Bidi.Isolate(detail)}";

    private static string Named(string? app) => app is null ? "of another client" : Bidi.Isolate(app);
}
