using Dashboard.Domain.Reconnect;

namespace Dashboard.Components.Customer;

/// <summary>The general pages of links with a secret.</summary>
public sealed record GeneralTexts
{
    public required PageText Unknown { get; init; }
    public required PageText TooMany { get; init; }
    public required PageText OutOfOrder { get; init; }
    public required string InAMinute { get; init; }
    public required string InMinutes { get; init; }

    /// <summary>Precedes <see cref="DashboardOptions.SupportContact"/>.</summary>
    public required string Questions { get; init; }

    public static GeneralTexts Of(CustomerLanguage language) =>
        language == CustomerLanguage.Portuguese ? Portuguese : English;

    private static readonly GeneralTexts English = new()
    {
        Unknown = new(
            "This link is not complete",
            "Part of the address may be missing. Open the link from our message again, or copy the whole link."
        ),
        TooMany = new("Too many requests", "Please try again {wait}."),
        OutOfOrder = new(
            "We can’t show this page right now",
            "Nothing is lost, and your link stays valid. Try again in a few minutes.",
            "Try again"
        ),
        InAMinute = "in a minute",
        InMinutes = "in {minutes} minutes",
        Questions = "Questions?",
    };

    private static readonly GeneralTexts Portuguese = new()
    {
        Unknown = new(
            "Este link não está completo",
            "Talvez falte uma parte do endereço. Abra de novo o link da nossa mensagem ou copie-o por inteiro."
        ),
        TooMany = new("Foram muitas tentativas seguidas", "Tente de novo {wait}."),
        OutOfOrder = new(
            "Não podemos mostrar esta página agora",
            "Nada se perdeu e seu link continua valendo. Tente de novo em alguns minutos.",
            "Tentar de novo"
        ),
        InAMinute = "em um minuto",
        InMinutes = "em {minutes} minutos",
        Questions = "Dúvidas?",
    };
}

/// <summary>Pages that do not depend on what the link is for.</summary>
public sealed class GeneralPages(CustomerLanguage language)
{
    public const string WaitIcon = "clock";
    private readonly GeneralTexts _texts = GeneralTexts.Of(language);

    public CustomerPage Unknown() => Page(404, "question", "gone", _texts.Unknown);

    public CustomerPage TooMany(TimeSpan? retryAfter)
    {
        var wait = AtLeastAMoment(retryAfter);
        var text = _texts.TooMany with
        {
            Text = _texts.TooMany.Text.Replace("{wait}", In(wait), StringComparison.Ordinal),
        };
        return Page(429, WaitIcon, "wait", text) with { RetryAfter = wait };
    }

    /// <summary>An internal failure, usually of the database.</summary>
    public CustomerPage OutOfOrder() =>
        Page(503, WaitIcon, "wait", _texts.OutOfOrder) with
        {
            Action = CustomerAction.Back,
            RetryAfter = TimeSpan.FromMinutes(5),
        };

    /// <summary>"in 5 minutes".</summary>
    public string In(TimeSpan wait) =>
        wait <= TimeSpan.FromSeconds(75)
            ? _texts.InAMinute
            : _texts.InMinutes.Replace(
                "{minutes}",
                Math.Ceiling(wait.TotalMinutes).ToString(language.Culture),
                StringComparison.Ordinal
            );

    public static TimeSpan AtLeastAMoment(TimeSpan? retryAfter) =>
        retryAfter is { } given && given > TimeSpan.Zero ? given : TimeSpan.FromMinutes(1);

    private CustomerPage Page(int status, string icon, string tone, PageText text) =>
        new(status, icon, tone, text.Heading, text.Text)
        {
            Language = language,
            ActionText = text.Action,
            Fine = text.Fine,
        };
}
