using Dashboard.Domain.Reconnect;

namespace Dashboard.Emails.Messages;

/// <summary>The fixed texts of a message in one language, as templates.</summary>
internal sealed record MessagePhrases
{
    /// <summary>In place of {brokerage} when none is known or too many are listed.</summary>
    public required string AnyBrokerage { get; init; }

    /// <summary>Between the last two items of a list.</summary>
    public required string And { get; init; }

    /// <summary>The text that an inbox shows after the subject.</summary>
    public required string Preheader { get; init; }

    /// <summary>The title above a connection's button.</summary>
    public required string Account { get; init; }
    public required string Since { get; init; }
    public required string Validity { get; init; }

    /// <summary>Why the reader gets the message.</summary>
    public required string Reason { get; init; }
    public required string OptOut { get; init; }
    public required string Questions { get; init; }

    public required string Day { get; init; }
    public required string DayAndYear { get; init; }
    public required string DayAndTime { get; init; }

    public static MessagePhrases Of(CustomerLanguage language) =>
        language == CustomerLanguage.Portuguese ? Portuguese : English;

    private static readonly MessagePhrases English = new()
    {
        AnyBrokerage = "brokerage",
        And = " and ",
        Preheader = "Log in again with the same {account|accounts}, and everything continues where it was.",
        Account = "Your {brokerage} account",
        Since = "Stopped working on {day}",
        Validity =
            "{The link works|The links work} until {valid until}, or until {the account is|the accounts are} reconnected.",
        Reason =
            "You get this message because your {brokerage} {account is|accounts are} connected to {company}.",
        OptOut = "No more messages like this",
        Questions = "Questions? {contact}",
        Day = "d MMMM",
        DayAndYear = "d MMMM yyyy",
        DayAndTime = "d MMMM yyyy, HH:mm",
    };

    private static readonly MessagePhrases Portuguese = new()
    {
        AnyBrokerage = "de investimentos",
        And = " e ",
        Preheader = "Entre de novo com {a mesma conta|as mesmas contas} e tudo continua de onde parou.",
        Account = "Sua conta {brokerage}",
        Since = "Parou de funcionar em {day}",
        Validity =
            "{O link funciona|Os links funcionam} até {valid until}, ou até que {a conta seja reconectada|as contas sejam reconectadas}.",
        Reason =
            "Você recebeu esta mensagem porque {sua conta|suas contas} {brokerage} {está conectada|estão conectadas} a {company}.",
        OptOut = "Não quero mais mensagens como esta",
        Questions = "Dúvidas? {contact}",
        Day = "d 'de' MMMM",
        DayAndYear = "d 'de' MMMM 'de' yyyy",
        DayAndTime = "d 'de' MMMM 'de' yyyy, HH:mm",
    };
}
