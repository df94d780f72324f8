using Dashboard.Components;
using Dashboard.Domain;

namespace Dashboard.Features.Emails.Messages;

/// <summary>Puts one message into words.</summary>
internal sealed class LetterWriter
{
    // More than these would make a subject that nobody reads.
    private const int MostBrokerages = 3;

    private readonly ReconnectMessage message;
    private readonly WordingTexts wording;
    private readonly DashboardOptions company;
    private readonly CustomerLanguage language;
    private readonly MessagePhrases phrases;
    private readonly TimeZoneInfo? zone;

    private LetterWriter(ReconnectMessage message, WordingTexts wording, DashboardOptions company)
    {
        (this.message, this.wording, this.company) = (message, wording, company);
        language = CustomerLanguage.Of(message.Locale);
        phrases = MessagePhrases.Of(language);
        zone =
            message.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var known)
                ? known
                : null;
    }

    private bool IsSeveral => message.Connections.Count > 1;

    public static Letter Write(ReconnectMessage message, WordingTexts wording, DashboardOptions company) =>
        new LetterWriter(message, wording, company).Write();

    private Letter Write() =>
        new(
            language.Tag,
            company.CompanyName,
            Fill(wording.Subject),
            Fill(phrases.Preheader),
            Fill(wording.Heading),
            Paragraphs(Fill(wording.Introduction)),
            [.. message.Connections.Select(AccountOf)],
            Fill(phrases.Validity),
            Paragraphs(Fill(wording.Closing)),
            new LetterFoot(Fill(phrases.Reason), Sender(), Questions(), phrases.OptOut, message.OptOutUrl)
        );

    private LetterAccount AccountOf(MessageConnection connection)
    {
        return new LetterAccount(
            Of(phrases.Account, connection.Brokerage ?? phrases.AnyBrokerage),
            Of(phrases.Since, connection.Brokerage),
            Of(wording.Button, connection.Brokerage),
            connection.Url
        );

        string Of(string text, string? brokerage) =>
            WordingTemplate
                .Parse(text)
                .Fill(
                    name =>
                        name switch
                        {
                            WordingVariables.Brokerage => brokerage,
                            WordingVariables.Company => company.CompanyName,
                            "day" => Day(connection.Since),
                            _ => null,
                        },
                    isSeveral: false
                );
    }

    private string Fill(string text) => WordingTemplate.Parse(text).Fill(ValueOf, IsSeveral);

    private string? ValueOf(string name) =>
        name switch
        {
            WordingVariables.Name => message.Name?.Trim(),
            WordingVariables.FirstName => message.Name?.Split(
                ' ',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
                is [var first, ..]
                ? first
                : null,
            WordingVariables.Company => company.CompanyName,
            WordingVariables.Brokerage => Brokerages(),
            WordingVariables.Count => message.Connections.Count.ToString(language.Culture),
            WordingVariables.ValidUntil => Moment(message.ValidUntil),
            "contact" => company.SupportContact,
            _ => null,
        };

    private string Brokerages()
    {
        if (message.Connections.Any(c => c.Brokerage is null))
            return phrases.AnyBrokerage;
        var names = message.Connections.Select(c => c.Brokerage!).Distinct(StringComparer.Ordinal).ToList();
        return names switch
        {
            { Count: > MostBrokerages } => phrases.AnyBrokerage,
            [var only] => only,
            [.. var first, var last] => string.Join(", ", first) + phrases.And + last,
            [] => phrases.AnyBrokerage,
        };
    }

    // Whoever is not known to be elsewhere reads UTC, and is told so.
    private string Moment(DateTimeOffset at) =>
        Local(at).ToString(phrases.DayAndTime, language.Culture) + (zone is null ? " UTC" : "");

    private string Day(DateTimeOffset at) =>
        Local(at)
            .ToString(
                Local(at).Year == Local(message.ValidUntil).Year ? phrases.Day : phrases.DayAndYear,
                language.Culture
            );

    private DateTimeOffset Local(DateTimeOffset at) =>
        zone is null ? at.ToUniversalTime() : TimeZoneInfo.ConvertTime(at, zone);

    private string[] Sender() =>
        [
            company.CompanyName,
            .. company.PostalAddress.Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            ),
        ];

    private string? Questions() => company.SupportContact.Length == 0 ? null : Fill(phrases.Questions);

    private static string[] Paragraphs(string text) =>
        text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
