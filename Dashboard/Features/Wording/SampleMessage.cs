using Dashboard.Components;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Messages;

namespace Dashboard.Features.Wording;

/// <summary>A sample message for previews and tests. Its links lead to our pages, which report an unknown link.</summary>
internal static class SampleMessage
{
    public static ReconnectMessage Of(
        CustomerLanguage language,
        bool isSeveral,
        DateTimeOffset now,
        PublicOrigin origin
    )
    {
        var isPortuguese = language == CustomerLanguage.Portuguese;
        MessageConnection[] connections =
        [
            new("Questrade", now.AddDays(-6), origin.Url("/r/example")),
            new("Robinhood", now.AddDays(-1), origin.Url("/r/example")),
        ];
        return new ReconnectMessage
        {
            Locale = language.Tag,
            Name = isPortuguese ? "João Silva" : "Zoë Übermut",
            Connections = isSeveral ? connections : connections[..1],
            ValidUntil = now.AddDays(7),
            OptOutUrl = origin.Url("/email/opt-out/example"),
            TimeZone = isPortuguese ? "America/Sao_Paulo" : "America/Toronto",
        };
    }
}
