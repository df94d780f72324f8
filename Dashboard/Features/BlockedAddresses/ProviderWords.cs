namespace Dashboard.Features.BlockedAddresses;

/// <summary>The words of e-mail providers for what happened to a message.</summary>
internal static class ProviderWords
{
    private const string Bounce = ProviderNotice.BounceWord;
    private const string Complaint = ProviderNotice.ComplaintWord;
    private const string Hard = ProviderNotice.HardWord;
    private const string Soft = ProviderNotice.SoftWord;

    // By Key. Whether the address is bad is null where the type alone does not tell.
    private static readonly Dictionary<string, (string Type, string? Bounce)> Types = new(
        StringComparer.Ordinal
    )
    {
        ["bounce"] = (Bounce, null),
        ["bounced"] = (Bounce, null),
        ["emailbounced"] = (Bounce, null),
        ["emailsuppressed"] = (Bounce, Hard),
        ["dropped"] = (Bounce, null),
        ["drop"] = (Bounce, null),
        ["failed"] = (Bounce, null),
        ["failure"] = (Bounce, null),
        ["permanentfail"] = (Bounce, Hard),
        ["permanentfailure"] = (Bounce, Hard),
        ["hardbounce"] = (Bounce, Hard),
        ["hardbounced"] = (Bounce, Hard),
        ["inactive"] = (Bounce, Hard),
        ["inactiverecipient"] = (Bounce, Hard),
        ["bademailaddress"] = (Bounce, Hard),
        ["invalidemail"] = (Bounce, Hard),
        ["invalid"] = (Bounce, Hard),
        ["softbounce"] = (Bounce, Soft),
        ["softbounced"] = (Bounce, Soft),
        ["temporaryfail"] = (Bounce, Soft),
        ["temporaryfailure"] = (Bounce, Soft),
        ["blocked"] = (Bounce, Soft),
        ["complaint"] = (Complaint, null),
        ["complained"] = (Complaint, null),
        ["emailcomplained"] = (Complaint, null),
        ["spamreport"] = (Complaint, null),
        ["spamcomplaint"] = (Complaint, null),
        ["spam"] = (Complaint, null),
        ["abuse"] = (Complaint, null),
    };

    private static readonly Dictionary<string, string> Bounces = new(StringComparer.Ordinal)
    {
        [Hard] = Hard,
        ["hardbounce"] = Hard,
        ["bounce"] = Hard,
        ["permanent"] = Hard,
        ["inactive"] = Hard,
        ["inactiverecipient"] = Hard,
        ["bademailaddress"] = Hard,
        ["manuallydeactivated"] = Hard,
        ["invalid"] = Hard,
        ["invalidaddress"] = Hard,
        ["invalidemail"] = Hard,
        ["bouncedaddress"] = Hard,
        ["suppressbounce"] = Hard,
        ["suppressed"] = Hard,
        ["onaccountsuppressionlist"] = Hard,
        ["noemail"] = Hard,
        [Soft] = Soft,
        ["softbounce"] = Soft,
        ["temporary"] = Soft,
        ["transient"] = Soft,
        ["undetermined"] = Soft,
        ["blocked"] = Soft,
        ["block"] = Soft,
        ["unknown"] = Soft,
        ["dnserror"] = Soft,
        ["mailboxfull"] = Soft,
        ["messagetoolarge"] = Soft,
        ["contentrejected"] = Soft,
        ["attachmentrejected"] = Soft,
        ["spamnotification"] = Soft,
        ["virusnotification"] = Soft,
        ["smtpapierror"] = Soft,
        ["general"] = Soft,
        ["generic"] = Soft,
        ["old"] = Soft,
        ["expired"] = Soft,
    };

    /// <summary>The type and the kind of bounce that a provider's type stands for; null for one that is not recorded.</summary>
    public static (string Type, string? Bounce)? TypeOf(string? word) =>
        Types.TryGetValue(Key(word), out var found) ? found : null;

    /// <summary>The kind that a provider's kind of bounce stands for; null when it is not known.</summary>
    public static string? BounceOf(string? word) => Bounces.GetValueOrDefault(Key(word));

    /// <summary>Letters and digits in lower case: providers write <c>HardBounce</c>, <c>hard_bounce</c>, <c>hard-bounce</c>.</summary>
    public static string Key(string? word) =>
        word is null ? "" : string.Concat(word.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
