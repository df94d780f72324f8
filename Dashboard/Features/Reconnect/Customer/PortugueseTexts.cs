namespace Dashboard.Features.Reconnect.Customer;

/// <summary>
/// Brazilian Portuguese. Brokerages take the feminine article, as "corretora" does: "a Questrade", "na sua
/// corretora".
/// </summary>
internal static class PortugueseTexts
{
    public static readonly CustomerTexts All = new()
    {
        Landing = new(
            "Reconecte sua {account}",
            "{stopped} Entre com a mesma conta de antes e tudo continua de onde parou.",
            "Continuar para a {brokerage}",
            "Você irá para a página segura da SnapTrade."
        ),
        Expired = new(
            "Este link expirou",
            "Para sua segurança, ele funciona por tempo limitado. Peça-nos um novo link para reconectar sua {account}."
        ),
        Revoked = new(
            "Este link não vale mais",
            "Ele foi cancelado. Use o link mais recente que recebeu de nós ou peça um para reconectar sua {account}."
        ),
        Deleted = new(
            "Esta conexão foi removida",
            "Ela não pode ser reconectada. Para voltar a ver sua {account} conosco, conecte-a de novo."
        ),
        Repaired = new(
            "Sua {account} está conectada",
            "Tudo continua de onde parou. Você pode fechar esta página."
        ),
        UsedUp = new(
            "Este link já foi usado",
            "Sua {account} foi reconectada com ele e depois parou de funcionar de novo. Peça-nos um novo link."
        ),
        Maintenance = new(
            "A {brokerage} está em manutenção",
            "Entrar agora não daria certo. Guarde este link e tente de novo em uma hora.",
            "Verificar de novo"
        ),
        Busy = new("Muitas pessoas estão se reconectando", "Tente de novo {wait}.", "Tentar de novo"),
        Unavailable = new(
            "Não conseguimos falar com a SnapTrade agora",
            "Nada se perdeu e seu link continua valendo. Tente de novo em alguns minutos.",
            "Tentar de novo"
        ),
        CannotStart = new(
            "Precisamos corrigir algo primeiro",
            "Antes disso, sua {account} não pode ser reconectada. Avise-nos que você viu esta página e mandaremos uma mensagem quando estiver pronto."
        ),
        PortalRefused = new(
            "Algo está errado do nosso lado",
            "Paramos aqui para que você não fosse parar em uma página errada. Avise-nos que você viu isto e tente de novo mais tarde."
        ),
        NotFromHere = new(
            "Comece pela nossa própria página",
            "Outra página tentou iniciar isto. Continue só se você quiser reconectar sua {account}.",
            "Ir para a nossa página"
        ),
        Checking = new(
            "Obrigado. Estamos verificando",
            "A {brokerage} leva alguns segundos para confirmar. Esta página verifica de novo sozinha.",
            "Verificar agora"
        ),
        StillChecking = new(
            "Está demorando mais que o normal",
            "Você entrou, e a {brokerage} ainda não confirmou. Você pode fechar esta página: continuamos verificando e avisamos se ainda houver algo a fazer."
        ),
        StoppedOn = "Sua conexão parou de funcionar em {day}.",
        Stopped = "Sua conexão precisa que você entre de novo.",
        TryAgain = "Tentar de novo",
        Continue = "Continuar",
        Account = "conta {brokerage}",
        AnyAccount = "conta de investimentos",
        AnyBrokerage = "sua corretora",
        Day = "d' de 'MMMM",
        DayAndYear = "d' de 'MMMM' de 'yyyy",
    };
}
