using Dashboard.Components.Customer;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Features.OptOut;

/// <summary>The texts of the opt-out pages in one language; {company} is the operating company.</summary>
internal sealed record OptOutTexts
{
    public required PageText Ask { get; init; }
    public required PageText Out { get; init; }
    public required PageText In { get; init; }

    public static OptOutTexts Of(CustomerLanguage language) =>
        language == CustomerLanguage.Portuguese ? Portuguese : English;

    private static readonly OptOutTexts English = new()
    {
        Ask = new(
            "No more messages?",
            "{company} will no longer tell you by e-mail when a connected brokerage account needs you to log in again. Until you do, it stays disconnected.",
            "Stop these messages",
            "Other messages from {company} are not affected."
        ),
        Out = new(
            "You no longer get these messages",
            "{company} no longer e-mails you when a brokerage account stops working. You can close this page.",
            "Changed your mind? Get them again"
        ),
        In = new(
            "You get these messages again",
            "{company} tells you by e-mail when a brokerage account needs you to log in. You can close this page.",
            "Stop these messages"
        ),
    };

    private static readonly OptOutTexts Portuguese = new()
    {
        Ask = new(
            "Não quer mais mensagens?",
            "{company} não avisará mais por e-mail quando uma conta de investimentos conectada precisar que você entre de novo. Até que você faça isso, ela fica desconectada.",
            "Parar de receber",
            "Outras mensagens de {company} não são afetadas."
        ),
        Out = new(
            "Você não recebe mais estas mensagens",
            "{company} não escreve mais quando uma conta de investimentos para de funcionar. Você pode fechar esta página.",
            "Mudou de ideia? Voltar a receber"
        ),
        In = new(
            "Você voltou a receber estas mensagens",
            "{company} avisa por e-mail quando uma conta de investimentos precisa que você entre de novo. Você pode fechar esta página.",
            "Parar de receber"
        ),
    };
}
