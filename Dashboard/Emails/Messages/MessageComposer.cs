using Dashboard.Components;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Dashboard.Text;

namespace Dashboard.Emails.Messages;

/// <summary>Fills the templates of one message.</summary>
internal sealed class MessageComposer
{
    // More names would make the subject too long.
    private const int MaxBrokerages = 3;

    private readonly ReconnectMessage _message;
    private readonly WordingTexts _wording;
    private readonly DashboardOptions _company;
    private readonly CustomerLanguage _language;
    private readonly MessagePhrases _phrases;
    private readonly TimeZoneInfo? _zone;

    private MessageComposer(ReconnectMessage message, WordingTexts wording, DashboardOptions company)
    {
        (_message, _wording, _company) = (message, wording, company);
        _language = CustomerLanguage.Of(message.Locale);
        _phrases = MessagePhrases.Of(_language);
        _zone = CustomerZones.Find(message.TimeZone);
    }

    private bool IsSeveral => _message.Connections.Count > 1;

    public static MessageContent Write(
        ReconnectMessage message,
        WordingTexts wording,
        DashboardOptions company
    ) => new MessageComposer(message, wording, company).Write();

    private MessageContent Write() =>
        new(
            _language.Tag,
            _company.CompanyName,
            Fill(_wording.Subject),
            Fill(_phrases.Preheader),
            Fill(_wording.Heading),
            Paragraphs(Fill(_wording.Introduction)),
            [.. _message.Connections.Select(AccountOf)],
            Fill(_phrases.Validity),
            Paragraphs(Fill(_wording.Closing)),
            new MessageFooter(
                Fill(_phrases.Reason),
                Sender(),
                Questions(),
                _phrases.OptOut,
                _message.OptOutUrl
            )
        );

    private MessageAccount AccountOf(MessageConnection connection)
    {
        return new MessageAccount(
            Of(_phrases.Account, connection.Brokerage ?? _phrases.AnyBrokerage),
            Of(_phrases.Since, connection.Brokerage),
            Of(_wording.Button, connection.Brokerage),
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
                            WordingVariables.Company => _company.CompanyName,
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
            WordingVariables.Name => Isolated(PersonName.Full(_message.Name)),
            WordingVariables.FirstName => Isolated(PersonName.Greeting(_message.Name)),
            WordingVariables.Company => _company.CompanyName,
            WordingVariables.Brokerage => Brokerages(),
            WordingVariables.Count => _message.Connections.Count.ToString(_language.Culture),
            WordingVariables.ValidUntil => Moment(_message.ValidUntil),
            "contact" => _company.SupportContact,
            _ => null,
        };

    private static string? Isolated(string? name) => name is null ? null : Bidi.Isolate(name);

    private string Brokerages()
    {
        if (_message.Connections.Any(c => c.Brokerage is null))
            return _phrases.AnyBrokerage;
        var names = _message.Connections.Select(c => c.Brokerage!).Distinct(StringComparer.Ordinal).ToList();
        return names switch
        {
            { Count: > MaxBrokerages } => _phrases.AnyBrokerage,
            [var only] => only,
            [.. var first, var last] => string.Join(", ", first) + _phrases.And + last,
            [] => _phrases.AnyBrokerage,
        };
    }

    // Readers without a known zone get UTC, stated as such.
    private string Moment(DateTimeOffset at) =>
        Local(at).ToString(_phrases.DayAndTime, _language.Culture) + (_zone is null ? " UTC" : "");

    private string Day(DateTimeOffset at) =>
        Local(at)
            .ToString(
                Local(at).Year == Local(_message.ValidUntil).Year ? _phrases.Day : _phrases.DayAndYear,
                _language.Culture
            );

    private DateTimeOffset Local(DateTimeOffset at) =>
        _zone is null ? at.ToUniversalTime() : TimeZoneInfo.ConvertTime(at, _zone);

    private string[] Sender() =>
        [
            _company.CompanyName,
            .. _company.PostalAddress.Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            ),
        ];

    private string? Questions() => _company.SupportContact.Length == 0 ? null : Fill(_phrases.Questions);

    private static string[] Paragraphs(string text) =>
        text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
