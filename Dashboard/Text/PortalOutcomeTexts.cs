namespace Dashboard.Text;

/// <summary>The text of each outcome of a portal visit, from SnapTrade's guides.</summary>
internal static class PortalOutcomeTexts
{
    public static readonly PortalOutcome Succeeded = new(
        new("Thank you", "You logged in to {brokerage}."),
        new("Obrigado", "Você entrou na {brokerage}."),
        "Logged in at the portal",
        "A check shows whether the connection works again."
    );

    public static readonly PortalOutcome WalkedAway = new(
        new(
            "You have not reconnected yet",
            "You left before you were done. Your {account} stays disconnected until you log in again."
        ),
        new(
            "Você ainda não se reconectou",
            "Você saiu antes de terminar. Sua {account} fica desconectada até você entrar de novo."
        ),
        "Left the portal before finishing",
        "Ask whether something held them up, and send the link again."
    );

    public static readonly PortalOutcome OtherAccount = new(
        new(
            "That was a different account",
            "Log in to the same {account} as before. If you want to use another account instead, tell us: we then remove the old connection first."
        ),
        new(
            "Essa era outra conta",
            "Entre com a mesma {account} de antes. Se preferir usar outra conta, avise-nos: removeremos primeiro a conexão antiga."
        ),
        "Tried to reconnect with a different account",
        "Ask them to use the same login as before. Switching accounts means a new connection; an admin removes the old one at SnapTrade."
    );

    public static readonly PortalOutcome WrongPassword = new(
        new(
            "{brokerage} did not accept your login",
            "Check your user name and password at {brokerage}, and try again. It helps to log in there directly first."
        ),
        new(
            "A {brokerage} não aceitou seu login",
            "Confira seu usuário e sua senha na {brokerage} e tente de novo. Ajuda entrar antes diretamente por lá."
        ),
        "Entered a wrong user name or password",
        "Ask them to log in at the brokerage itself first, then to try again."
    );

    public static readonly PortalOutcome WrongCode = new(
        new("The security code was not right", "Codes expire quickly. Try again and enter the newest code."),
        new(
            "O código de segurança não estava certo",
            "Os códigos expiram rápido. Tente de novo e digite o código mais recente."
        ),
        "Entered a wrong or expired security code",
        "Ask them to wait for a new code and to try again."
    );

    public static readonly PortalOutcome SessionGone = new(
        new("That login has expired", "It took too long, or was already finished. Start again here."),
        new("Esse login expirou", "Demorou demais ou já tinha sido concluído. Comece de novo aqui."),
        "The portal session had expired or was already finished",
        "They can press the button on the link again."
    );

    public static readonly PortalOutcome BrokerageDown = new(
        new("{brokerage} can’t be reached right now", "It is not your fault. Try again in an hour."),
        new("Não conseguimos falar com a {brokerage} agora", "A culpa não é sua. Tente de novo em uma hora."),
        "The brokerage could not be reached",
        "Try again later."
    );

    public static readonly PortalOutcome NoPermission = new(
        new(
            "{brokerage} has not allowed the access",
            "The API key lacks a permission. Allow read access in your {account}, and try again."
        ),
        new(
            "A {brokerage} não permitiu o acesso",
            "Falta uma permissão à chave de API. Permita o acesso de leitura na sua {account} e tente de novo."
        ),
        "The API key lacks a permission at the brokerage",
        "They have to allow read access in the brokerage's settings."
    );

    public static readonly PortalOutcome OurFault = new(
        new(
            "Something is wrong on our side",
            "You can’t fix this, and trying again won’t help. Tell us, and we take care of it."
        ),
        new(
            "Algo está errado do nosso lado",
            "Você não pode corrigir isto, e tentar de novo não adianta. Avise-nos e cuidaremos disso."
        ),
        "SnapTrade refused our request",
        "Check the log: the request's parameters or the user secret are wrong.",
        IsOurs: true
    );

    public static readonly PortalOutcome AlreadyThere = new(
        new(
            "That account is already connected",
            "You logged in to an account that is already connected. Log in to the same {account} as before."
        ),
        new(
            "Essa conta já está conectada",
            "Você entrou em uma conta que já está conectada. Entre com a mesma {account} de antes."
        ),
        "Tried to connect an account that is already connected",
        "Look for a second connection of this user."
    );

    public static readonly PortalOutcome NothingThere = new(
        new(
            "{brokerage} sent no accounts",
            "Your login worked, but {brokerage} showed no accounts. Log in to the same account as before."
        ),
        new(
            "A {brokerage} não enviou nenhuma conta",
            "Seu login funcionou, mas a {brokerage} não mostrou nenhuma conta. Entre com a mesma conta de antes."
        ),
        "Logged in, but the brokerage sent no data",
        "Check that they log in to the same account as before."
    );

    public static readonly PortalOutcome Unsupported = new(
        new("That kind of account can’t be connected here", "Log in to the same {account} as before."),
        new("Esse tipo de conta não pode ser conectado aqui", "Entre com a mesma {account} de antes."),
        "Tried an account at IBKR Canada, which works differently",
        "Ask SnapTrade's support how to connect this account."
    );

    public static readonly PortalOutcome Unknown = new(
        new(
            "That did not work",
            "Your {account} could not be reconnected. Try again; if it fails again, tell us."
        ),
        new(
            "Não deu certo",
            "Não foi possível reconectar sua {account}. Tente de novo; se falhar outra vez, avise-nos."
        ),
        "Trying to reconnect failed",
        "Ask what they saw, and send the link again."
    );
}
