using System.Text.RegularExpressions;
using MailKit.Net.Smtp;

namespace Dashboard.Mail;

/// <summary>What a refusal in an SMTP dialogue is about.</summary>
internal enum SmtpRefusal
{
    /// <summary>This message, or a reason that the reply does not tell.</summary>
    Message,

    /// <summary>The address does not exist or can't receive mail: a hard bounce.</summary>
    Address,

    /// <summary>The sender: its account, quota, authentication or reputation. Other messages would be refused as well.</summary>
    Sender,

    /// <summary>A policy (5.7.x) that is usually about the sender, and sometimes about one recipient or message.</summary>
    Policy,
}

/// <summary>
/// Reads permanent SMTP replies: first the enhanced status code (RFC 3463), then the words of common servers and
/// providers, because many send a wrong code or none.
/// </summary>
internal static partial class SmtpReply
{
    private const int MaxLength = 200;

    // The relevant part is at the beginning.
    private const int MaxRead = 500;

    /// <param name="text">The reply without its basic code, such as <c>5.1.1 No such user</c>.</param>
    /// <param name="isAboutRecipient">Whether it answers the RCPT command.</param>
    public static SmtpRefusal Read(SmtpStatusCode status, string text, bool isAboutRecipient)
    {
        text = text.Length <= MaxRead ? text : text[..MaxRead];
        var code = EnhancedCode().Match(text) is { Success: true } found
            ? (Subject: int.Parse(found.Groups[1].ValueSpan), Detail: int.Parse(found.Groups[2].ValueSpan))
            : default((int Subject, int Detail)?);
        if ((int)status is 530 or 534 or 535 or 538)
            return SmtpRefusal.Sender;
        return code switch
        {
            // Bad mailbox, bad domain, bad syntax, moved, null MX (RFC 7505); unless its words accuse the sender.
            (1, 1 or 2 or 3 or 6 or 10) when !SenderWords().IsMatch(text) => SmtpRefusal.Address,
            (1, 7 or 8) => SmtpRefusal.Sender,
            (2, 1) when isAboutRecipient && !SenderWords().IsMatch(text) => SmtpRefusal.Address,
            (4, 5) => SmtpRefusal.Sender,
            // No accepted authentication, bad credentials, the sender's DNS or signatures (RFC 7372, RFC 8461).
            (7, 8 or 9 or (>= 20 and <= 30)) => SmtpRefusal.Sender,
            // Exchange Online: the account may not send, or its address or tenant is blocked.
            (7, 57 or 60 or 64 or (>= 500 and < 800)) => SmtpRefusal.Sender,
            (7, _) => SenderWords().IsMatch(text) ? SmtpRefusal.Sender
            : AddressWords().IsMatch(text) ? SmtpRefusal.Address
            : SmtpRefusal.Policy,
            // A full mailbox or a message that is too large concern one recipient or message.
            (2, _) or (3, 4) => SmtpRefusal.Message,
            _ => SenderWords().IsMatch(text) ? SmtpRefusal.Sender
            : isAboutRecipient && AddressWords().IsMatch(text) ? SmtpRefusal.Address
            : SmtpRefusal.Message,
        };
    }

    /// <summary>The reply for operators: one line, without addresses, which people may ask to have erased.</summary>
    public static string Tidy(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var tidy = Addresses().Replace(new string([.. line.Where(c => !char.IsControl(c))]), "…");
        return tidy.Length <= MaxLength ? tidy : $"{tidy[..MaxLength]}…";
    }

    /// <summary>The reply without what differs between messages, so that alike replies are equal.</summary>
    public static string Alike(SmtpStatusCode status, string text) =>
        $"{(int)status} {Varying().Replace(Addresses().Replace(text, "…"), "…")}";

    [GeneratedRegex(@"\b5\.(\d{1,3})\.(\d{1,3})\b(?!\.\d)", RegexOptions.None, 1000)]
    private static partial Regex EnhancedCode();

    [GeneratedRegex(@"[^\s<>""'()\[\]:;,]+@[^\s<>""'()\[\]:;,]+", RegexOptions.NonBacktracking)]
    private static partial Regex Addresses();

    // Ids of queues and sessions, numbers, times.
    [GeneratedRegex(@"[\w-]*\d[\w.-]*", RegexOptions.NonBacktracking)]
    private static partial Regex Varying();

    [GeneratedRegex(
        """
            (
              quota\s+(was\s+|has\s+been\s+|is\s+)?(exceeded|reached) (?<!mailbox\s.*) (?<!recipient.*)
            | (sending|send|daily|hourly|monthly|message|messages|mail|e-?mail|rate|outbound|user)\s+(sending\s+|message\s+|messages\s+)?(limit|quota|credit|credits|allowance)
            | (limit|credits?|allowance)\s+(was\s+|has\s+been\s+|have\s+been\s+|is\s+)?(exceeded|reached|exhausted) (?<!size\s.*)
            | exceeded\s+(its|your|the|their)\s+([\w-]+\s+)*(limit|quota|rate|allowance)
            | (maximum|too\s+many)\s+(credits|messages|e-?mails|mails|sends|login)
            | out\s+of\s+credits?
            | (account|sender|subscription|user|service|domain|server|ip|client|host|sending)('s)?\s+(\w+\s+){0,4}?(suspended|disabled|locked|blocked|banned|paused|deactivated|restricted|closed|expired|under\s+review|not\s+(yet\s+)?(active|activated|verified|approved|authori[sz]ed|enabled|confirmed))
                (?<!(recipient|mailbox|destination|this\s+user|this\s+account|account\s+that\s+you).*)
            | (suspended|blocked|disabled)\s+(sender|account|ip|domain)
            | black[\s-]?list|block[\s-]?list|\b(dns)?[rd]?bl\b|spamhaus|spamcop|barracuda|sorbs|proofpoint|uceprotect|\bcbl\b|invaluement|mailspike|senderscore|sender\s*base|talos
            | (poor|bad|low|your|ip|sender|domain)\s+reputation
            | sandbox|trial\s+(account|mode|plan)|test\s+(mode|account)
            | (identities|identity|address|domain|sender|from)\s+(is\s+|are\s+|was\s+)?(not|failed|un)\s*-?\s*(the\s+)?(verified|verification|check|authori[sz]ed|allowed|permitted|owned|confirmed)
            | not\s+(a\s+)?(verified|authori[sz]ed|permitted|allowed)\s+(sender|to\s+(send|relay|use)|from|domain)
            | (verified|authori[sz]ed|valid)\s+sender\s+(identity|identities)
            | authenti(cation|cate)|\b(dkim|dmarc|spf|arc)\b|credentials|(sign|log)\s*-?in\s+(first|required)
            | relay(ing)?\s+(is\s+|access\s+)?(denied|not\s+(permitted|allowed)|prohibited)|(unable|not\s+(permitted|allowed))\s+to\s+relay|we\s+do\s+not\s+relay
            | (sender|from)(\s+address|\s+domain)?\s*(:|…)?\s*(is\s+)?(rejected|refused|denied|not\s+(accepted|allowed|permitted|owned))|sender\s+denied|client\s+(host|was|not)
            | reverse\s+(dns|hostname|lookup)|\bptr\b|\brdns\b
            | payment|billing|unpaid|plan\s+(has\s+)?expired
            | (your|the\s+sending)\s+(ip|server|host|network|domain|account)
            | unsolicited\s+mail\s+originating
            )
            """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace,
        1000
    )]
    private static partial Regex SenderWords();

    [GeneratedRegex(
        """
            (user|mailbox|recipient|address|account|alias|addressee)\b[^.;]{0,80}?\b(unknown|not\s+(be\s+)?(found|known|exist)|(doesn.?t|does\s+not|do\s+not|didn.?t)\s+exist|inactive|invalid|no\s+longer|undeliverable)
            | (unknown|invalid|no\s+such|non-?existent|bad|inactive)\s+(local\s+)?(user|mailbox|recipient|address|account|e-?mail|destination|person|domain|host)
            | no\s+(mailbox|user|recipient|account)\b
            | (user|mailbox)\s+(doesn.?t\s+have|is\s+disabled)
            | not\s+our\s+customer|does\s+not\s+receive\s+mail|null\s*mx
            """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace,
        1000
    )]
    private static partial Regex AddressWords();
}
